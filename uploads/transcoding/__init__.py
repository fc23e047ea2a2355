"""Making an uploaded file into one that Jogg takes, in a process of its own.

`python -m uploads.transcoding TYPE PATH NEW_TYPE NEW_PATH MOST_BYTES` prints one JSON object: `made`
where the new file was written whole, else with `error`, one of `unreadable`, `no_sound`,
`no_pictures`, `too_large`.
"""
