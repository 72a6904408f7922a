#!/bin/sh
# The job's `keyring`: gives a token by address, and leaves every other question to the next `keyring` on PATH.
# It speaks as Python's keyring 25 does (keyring/cli.py), to pip, pipenv, pdm and uv. For an answer it runs no other
# program, so that it is fast and a token is in no list of arguments. What an address is for, feedpass_keyring.py decides
# by the same rules: change both.

# What is inherited may print what is done (SHELLOPTS), or stand in the place of a word (functions of bash).
set +vx
unset -f printf read 2>/dev/null
IFS=' '

case $0 in
  */*) here=${0%/*} ;;
  *) here=. ;;
esac
places=$here/../keyring-places.txt

# Runs the next `keyring` that was not asked yet, ours of other steps included, or fails without a word. Folders of PATH
# that depend on where we are do not count: they may be the repository's.
pass_on() {
  asked=${FEEDPASS_KEYRING_ASKED:-:}$here:
  rest=${PATH-}:
  while [ -n "$rest" ]; do
    folder=${rest%%:*}
    rest=${rest#*:}
    case $folder in
      /*) ;;
      *) continue ;;
    esac
    case $asked in
      *":$folder:"*) continue ;;
    esac
    if [ -f "$folder/keyring" ] && [ -x "$folder/keyring" ]; then
      FEEDPASS_KEYRING_ASKED=$asked$folder:
      export FEEDPASS_KEYRING_ASKED
      exec "$folder/keyring" "$@"
    fi
  done
  exit 1
}

# Ranges such as A-Z are other letters in other locales.
upper=ABCDEFGHIJKLMNOPQRSTUVWXYZ
pairs=AaBbCcDdEeFfGgHhIiJjKkLlMmNnOoPpQqRrSsTtUuVvWwXxYyZz

# $1 in lower case: sets `lowered`.
lower() {
  lowered=
  text=$1
  while :; do
    head=${text%%[$upper]*}
    lowered=$lowered$head
    [ "$head" != "$text" ] || return 0
    text=${text#"$head"}
    letter=${text%"${text#?}"}
    text=${text#?}
    pair=${pairs#*"$letter"}
    lowered=$lowered${pair%"${pair#?}"}
  done
}

# Sets `origin` and `path` in lower case, where every program finds the same ones in the address; else fails.
parse() {
  case $1 in
    *[!]${upper}abcdefghijklmnopqrstuvwxyz0123456789:/?#[@!\$\&\'\(\)*+,\;=._~%-]*) return 1 ;;
  esac
  lower "$1"
  address=${lowered%%[?#]*}
  case $address in
    https://*/*) port=443 ;;
    http://*/*) port=80 ;;
    *) return 1 ;;
  esac
  rest=${address#*://}
  authority=${rest%%/*}
  path=/${rest#*/}
  case $authority in
    *@*@* | *:*@*) return 1 ;;
  esac
  host=${authority#*@}
  origin=${address%%://*}://${host%":$port"}
  # Dots, slashes, backslashes, `%` and what cannot be seen, in hexadecimal digits; `%` before something else.
  case $path in
    *%2[ef5]* | *%5c* | *%[01]?* | *%7f* | *%[!0123456789abcdef]* | *%?[!0123456789abcdef]* | *% | *%?) return 1 ;;
    */. | */.. | */./* | */../* | */.\;* | */..\;*) return 1 ;;
  esac
}

# Whether what follows an organization is [project/]_packaging/<feed>, or nothing that says more: uv is told of a whole
# organization by `<organization>//simple/` (shared/clients/uv/authenticate/machine-file.ts).
is_feed() {
  case $1 in
    /simple/ | _packaging/[!/]*) return 0 ;;
    [!/]*/_packaging/[!/]*) ;;
    *) return 1 ;;
  esac
  case ${1#*/} in
    _packaging/[!/]*) return 0 ;;
  esac
  return 1
}

# Sets `login` and `token` for the place that the address is in; fails where there is none.
find_token() {
  [ -r "$places" ] && parse "$1" || return 1
  while read -r kind place_origin place_path variable login; do
    [ "$origin" = "$place_origin" ] || continue
    case $path in
      "$place_path"*) below=${path#"$place_path"} ;;
      *) continue ;;
    esac
    [ "$kind" != organization ] || is_feed "$below" || continue
    eval "token=\${$variable-}"
    [ -z "$token" ] || return 0
  done <"$places"
  return 1
}

# $1 as a string of JSON: sets `quoted`. What JSON would have as a number was refused before.
quote() {
  quoted=
  text=$1
  while :; do
    head=${text%%[\"\\]*}
    quoted=$quoted$head
    [ "$head" != "$text" ] || break
    text=${text#"$head"}
    quoted=$quoted\\${text%"${text#?}"}
    text=${text#?}
  done
  quoted=\"$quoted\"
}

# Only by a `printf` that the shell has itself: one of PATH would show the token in its arguments.
say() {
  PATH=/dev/null printf "$@"
}

answer() {
  case $mode-$output in
    password-plain) say '%s\n' "$token" ;;
    creds-plain) say '%s\n%s\n' "$login" "$token" ;;
    *)
      quote "$token"
      secret=$quoted
      quote "$login"
      case $mode in
        password) say '{"password": %s}\n' "$secret" ;;
        *) say '{"username": %s, "password": %s}\n' "$quoted" "$secret" ;;
      esac
      ;;
  esac
}

# Sets mode, output, service and user, and `count` to how many of the last two were given; fails for all but `get`.
read_arguments() {
  mode=password output=plain service= user= count=-1
  while [ $# -gt 0 ]; do
    case $1 in
      --mode | --output)
        [ $# -gt 1 ] || return 1
        case $1 in
          --mode) mode=$2 ;;
          *) output=$2 ;;
        esac
        shift
        ;;
      --mode=*) mode=${1#*=} ;;
      --output=*) output=${1#*=} ;;
      -*) return 1 ;;
      *)
        case $count in
          -1) [ "$1" = get ] || return 1 ;;
          0) service=$1 ;;
          1) user=$1 ;;
          *) return 1 ;;
        esac
        count=$((count + 1))
        ;;
    esac
    shift
  done
  case $mode-$output-$count in
    password-plain-2 | password-json-2 | creds-plain-[12] | creds-json-[12]) ;;
    *) return 1 ;;
  esac
  case $user in
    *[[:cntrl:]]*) return 1 ;;
  esac
}

read_arguments "$@" || pass_on "$@"
find_token "$service" || pass_on "$@"
[ -z "$user" ] || login=$user
answer
