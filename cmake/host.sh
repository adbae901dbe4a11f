# Sourced by ./bootstrap and .ci/run: what this machine has and lacks.

# Prints one line if this distribution is not the tested one.
name_distribution() {
  local name
  name=$(. /etc/os-release 2>/dev/null && echo "${ID:-unknown} ${VERSION_ID:-}") || name=unknown
  case $name in
    "debian 12" | "debian 13") ;;
    *) echo "This distribution ($name) is unsupported; Debian 12 and 13 are tested." ;;
  esac
}

# Prints those of the given packages that are not installed.
missing_packages() {
  local status
  status=$(dpkg-query -W -f='${Package} ${db:Status-Status}\n' "$@" 2>/dev/null) || true
  for package in "$@"; do
    grep -qx "$package installed" <<<"$status" || echo "$package"
  done
}

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

can_install() { as_root true 2>/dev/null; }

install_packages() {
  as_root apt-get update -qq || true  # an outdated index may still do
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "$@" </dev/null
}

# Compilers to run at once: one a core, 1.5 GB of free memory each.
build_jobs() {
  local cores by_memory
  cores=$(nproc)
  by_memory=$(awk '/^MemAvailable:/ {print int($2 / 1500000)}' /proc/meminfo)
  echo $((by_memory < 1 ? 1 : by_memory < cores ? by_memory : cores))
}
