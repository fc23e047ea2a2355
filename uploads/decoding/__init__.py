"""Opening what people upload: only ever in a process of its own, see `confinement`.

What people upload is not to be trusted, and the decoders are large C libraries.
"""
