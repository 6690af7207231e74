"""Directed links of passages in CSR order, and the order in which nodes are contracted."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

try:
    import routingkit_cch
except ImportError:  # no wheel for this machine: searches go by scipy alone
    routingkit_cch = None  # type: ignore[assignment]

Array = npt.NDArray[Any]


def sort_links(start: Array, end: Array, node_count: int) -> dict[str, Array]:
    """Return the links of passages, both ways, in CSR order by their first node.

    ``start`` and ``end`` are node rows, one an edge.
    """
    number = np.arange(len(start), dtype=np.int32)
    tail, head = np.concatenate([start, end]), np.concatenate([end, start])
    edge = np.concatenate([number, number])
    backward = np.repeat([False, True], len(start))
    order = np.lexsort((backward, edge, head, tail))
    indptr = np.zeros(node_count + 1, dtype=np.int32)
    np.cumsum(np.bincount(tail, minlength=node_count), out=indptr[1:])
    return {
        "link_indptr": indptr,
        "link_to": head[order],
        "link_edge": edge[order],
        "link_backward": backward[order],
    }


def contraction_order(links: dict[str, Array], node_xy: Array) -> Array:
    """Return the nodes in the order in which a hierarchy contracts them.

    Nested dissection by inertial flow (RoutingKit); empty where the library
    is not there, and the network is then searched without a hierarchy.
    """
    size = len(node_xy)
    if routingkit_cch is None or not len(links["link_to"]):
        return np.zeros(0, dtype=np.uint32)
    tail = np.repeat(np.arange(size), np.diff(links["link_indptr"]))
    order = routingkit_cch.compute_order_inertial(
        size,
        tail.tolist(),
        links["link_to"].tolist(),
        (node_xy[:, 1] / 1e7).tolist(),
        (node_xy[:, 0] / 1e7).tolist(),
    )
    return np.asarray(order, dtype=np.uint32)
