"""Opening what people upload: only ever in a process of its own, see `confinement`.

The processes are forked, see `forking`, by what `uploads.child_process` is asked for.

What people upload is not to be trusted, and the decoders are large C libraries.
"""
