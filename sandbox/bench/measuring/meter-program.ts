/**
 * A Python program that starts what each line of its stdin names and answers with a line of what it cost. Node cannot
 * ask for the accounting of one finished child (wait4), Python can, and its own process is small: on Linux a child's
 * peak memory begins with that of the process that started it.
 */
export const meterProgram = `
import json, os, sys, time

def run(request):
    os.chdir(request["workingDirectory"])
    reading, writing = os.pipe()
    nothing = os.open(os.devnull, os.O_RDONLY)
    actions = [
        (os.POSIX_SPAWN_DUP2, nothing, 0),
        (os.POSIX_SPAWN_DUP2, writing, 1),
        (os.POSIX_SPAWN_DUP2, writing, 2),
    ]
    argv = request["argv"]
    started = time.perf_counter()
    child = os.posix_spawn(argv[0], argv, request["environment"], file_actions=actions)
    os.close(writing)
    os.close(nothing)
    written, tail = 0, b""
    while True:
        chunk = os.read(reading, 1048576)
        if not chunk:
            break
        written += len(chunk)
        tail = (tail + chunk)[-500:]
    _, status, usage = os.wait4(child, 0)
    ended = time.perf_counter()
    os.close(reading)
    return {
        "wallMs": (ended - started) * 1000,
        "cpuMs": (usage.ru_utime + usage.ru_stime) * 1000,
        "peakKiB": usage.ru_maxrss // (1024 if sys.platform == "darwin" else 1),
        "exitCode": os.waitstatus_to_exitcode(status),
        "outputBytes": written,
        "outputEnd": tail.decode("utf-8", "replace"),
    }

print("ready", flush=True)
for line in sys.stdin:
    print(json.dumps(run(json.loads(line))), flush=True)
`;
