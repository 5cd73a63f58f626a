# Shared by ./countersign and ./test: says what is missing, and sets up what can be set up without asking.
# Sourced, not run. Expects $root to be the repository's folder.

say() { printf '%s\n' "$*" >&2; }

need_dotnet() {
  command -v dotnet >/dev/null 2>&1 && return 0
  say "The .NET 10 SDK is needed and 'dotnet' was not found. Get it from https://dotnet.microsoft.com/download, then run this again."
  exit 4
}

# ffprobe, part of ffmpeg, looks into sound and film. Without it they are compared by content only, and reported so.
offer_ffmpeg() {
  command -v ffprobe >/dev/null 2>&1 && return 0
  [ -e "$root/artifacts/setup/ffmpeg-tried" ] && return 0
  mkdir -p "$root/artifacts/setup"
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    say "Installing ffmpeg (for sound and film) with apt-get ..."
    if ! { DEBIAN_FRONTEND=noninteractive apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ffmpeg; } >"$root/artifacts/setup/ffmpeg.log" 2>&1 </dev/null; then
      say "That did not work (artifacts/setup/ffmpeg.log says why). The rest goes on; sound and film are not looked into."
    fi
  else
    case "$(uname -s)" in
      Darwin) say "ffprobe is missing: sound and film will not be looked into. To change that: brew install ffmpeg" ;;
      *) say "ffprobe is missing: sound and film will not be looked into. To change that: sudo apt-get install ffmpeg" ;;
    esac
  fi
  : >"$root/artifacts/setup/ffmpeg-tried"
}

# Builds $1 (a project or the solution) when a source is newer than the stamp $2. Two launchers at once take turns.
build_when_needed() {
  local project=$1 stamp="$root/artifacts/setup/$2" log="$root/artifacts/setup/$2.log"
  mkdir -p "$root/artifacts/setup"
  if [ -e "$stamp" ] && [ -z "$(find "$root"/src "$root"/tests "$root"/bench "$root"/samples "$root"/*.props "$root"/*.slnx "$root"/global.json "$root"/BannedSymbols.txt \
        -name .countersign -prune -o -newer "$stamp" -print -quit 2>/dev/null)" ]; then
    return 0
  fi
  if command -v flock >/dev/null 2>&1 && [ -z "${COUNTERSIGN_BUILDING:-}" ]; then
    exec 9>"$root/artifacts/setup/lock"
    flock 9
  fi
  say "Building (the first time takes a minute or two) ..."
  local started
  started=$(mktemp "$root/artifacts/setup/started.XXXXXX")
  if ! DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 dotnet build "$project" -c Release -v quiet --nologo >"$log" 2>&1 </dev/null; then
    rm -f "$started"
    say "The build failed:"
    cat "$log" >&2
    exit 4
  fi
  # The stamp is as old as the start of the build: what changed meanwhile is built the next time.
  mv -f "$started" "$stamp"
  if command -v flock >/dev/null 2>&1; then exec 9>&-; fi
}
