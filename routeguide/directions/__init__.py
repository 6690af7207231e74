"""Routes in words: route -> maneuvers -> blocks -> words; no string before the last stage."""
