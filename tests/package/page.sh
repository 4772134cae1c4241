# For bash, sourced: what README.md shows of the ways to install. The caller sets source_dir.

# Writes each block of the section to FOLDER/WAY.NUMBER, where WAY is what stands in bold before it.
take_install_blocks() { # FOLDER
    mkdir -p "$1"
    awk -v to="$1" -v way=needed '
        /^## / { inside = /^## Install/ }
        !inside { next }
        /^```/ && block { close(block); block = ""; next }
        /^```/ { block = to "/" way "." ++number[way]; printf "" >block; next }
        block { print >block; next }
        /^[*][*]/ { way = $0; sub(/^[*][*]/, "", way); sub(/[*][*].*/, "", way); sub(/[.:]$/, "", way) }
    ' "$source_dir/README.md"
}
