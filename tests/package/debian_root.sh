# For bash, sourced: minimal Debian roots, each a folder $roots/RELEASE that is kept with what was installed in it. The
# caller is root and sets source_dir and roots.

# The mirror that this machine itself installs from.
mirror() {
    apt-get indextargets --format '$(ORIGIN) $(REPO_URI)' | awk '$1 == "Debian" { print $2; exit }'
}

inside() { # RELEASE COMMAND...
    local root=$roots/$1
    shift
    chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
        http_proxy="${http_proxy:-}" https_proxy="${https_proxy:-}" CCACHE_DIR=/ccache DEBIAN_FRONTEND=noninteractive "$@"
}

make_root() { # RELEASE
    local root=$roots/$1
    [ -e "$root/.made" ] && return
    echo "== $1: a minimal root"
    rm -rf "$root"
    mkdir -p "$roots"
    debootstrap --variant=minbase "$1" "$root" "$(mirror)" >"$roots/$1.debootstrap.log" 2>&1 ||
        { tail -n 20 "$roots/$1.debootstrap.log"; return 1; }
    # Whom this machine trusts beyond Debian's own certificates, a proxy for instance.
    mkdir -p "$root/usr/local/share/ca-certificates"
    cp -R /usr/local/share/ca-certificates/. "$root/usr/local/share/ca-certificates/" 2>/dev/null || true
    echo "127.0.0.1 localhost" >"$root/etc/hosts" # which Debian's installer writes, and debootstrap does not
    touch "$root/.made"
}

install_packages() { # RELEASE PACKAGE...
    local release=$1
    shift
    inside "$release" apt-get install -y -qq --no-install-recommends "$@" >"$roots/$release.apt.log" 2>&1 ||
        { tail -n 20 "$roots/$release.apt.log"; return 1; }
}

# /proc and /dev, for as long as programs run in there.
mount_root() { # RELEASE
    local folder
    for folder in proc dev; do
        mountpoint -q "$roots/$1/$folder" || mount --bind "/$folder" "$roots/$1/$folder"
    done
}

unmount_root() { # RELEASE
    umount "$roots/$1/proc" "$roots/$1/dev" || true
}

# The tree as it is, without what is built; cut off from the repository it comes from.
copy_tree() { # RELEASE
    local target=$roots/$1/oms-cpp
    mkdir -p "$target"
    (cd "$source_dir" && git ls-files -z --cached --others --exclude-standard |
        while IFS= read -r -d '' file; do [ ! -e "$file" ] || printf '%s\0' "$file"; done |
        tar --null -T - -cf -) | tar -xf - -C "$target"
}
