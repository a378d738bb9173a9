"""What Google's implementation says of our files. `cargo xtask interop` runs it.

    judge.py corpus OUT                       Google's own files, copied below OUT
    judge.py compile ROOT OUT                 every .proto file below ROOT, as one set of descriptors
    judge.py compare OURS THEIRS [FILE...]    FILEs may differ, and have to be in both
    judge.py json DIR COUNT                   COUNT values below DIR: reads our JSON of them, and writes its own
    judge.py mutate ROOT OUT COUNT SEED       COUNT broken copies of files below ROOT, and what protoc says of each
"""

import difflib
import os
import pathlib
import random
import re
import shutil
import sys
import sysconfig

from google.protobuf import descriptor_pb2, text_format

SHOWN_LINES_MAX = 40


def protos(root):
    return sorted(str(path.relative_to(root)) for path in pathlib.Path(root).rglob("*.proto"))


def corpus(out):
    library = pathlib.Path(sysconfig.get_path("purelib"))
    for path in (library / "google").rglob("*.proto"):
        name = path.relative_to(library)
        # Those of protobuf itself come with every compiler.
        if name.parts[:2] != ("google", "protobuf"):
            copy = pathlib.Path(out) / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
    return 0


def protoc(root, arguments):
    from grpc_tools import protoc as compiler
    import grpc_tools

    built_in = os.path.join(os.path.dirname(grpc_tools.__file__), "_proto")
    return compiler.main(["protoc", f"-I{root}", f"-I{built_in}", *arguments])


def compile(root, out):
    arguments = ["--include_imports", f"--descriptor_set_out={out}", *protos(root)]
    return protoc(root, arguments)


def plain(message):
    """Without places and comments, and without options that say nothing."""
    for field, value in message.ListFields():
        if field.name in ("source_code_info", "options") and (field.name != "options" or not value.ByteSize()):
            message.ClearField(field.name)
        elif field.type == field.TYPE_MESSAGE:
            for one in value if field.is_repeated else [value]:
                plain(one)


def files(path):
    found = descriptor_pb2.FileDescriptorSet()
    found.ParseFromString(pathlib.Path(path).read_bytes())
    known = set()
    for file in found.file:
        missing = [name for name in file.dependency if name not in known]
        if missing:
            sys.exit(f"{path}: {file.name} comes before what it imports: {', '.join(missing)}")
        known.add(file.name)
        plain(file)
    return {file.name: file for file in found.file}


def compare(ours, theirs, *allowed):
    ours, theirs = files(ours), files(theirs)
    wrong = 0
    for name in sorted(ours.keys() | theirs.keys()):
        if name not in ours or name not in theirs:
            print(f"{name}: only {'protoc has' if name in theirs else 'we have'} it")
            wrong += 1
        elif ours[name] != theirs[name] and name not in allowed:
            print(f"{name}: protoc describes it in another way")
            texts = [text_format.MessageToString(side[name]).splitlines() for side in (ours, theirs)]
            shown = list(difflib.unified_diff(*texts, "ours", "theirs", lineterm=""))
            print("\n".join(shown[:SHOWN_LINES_MAX]))
            wrong += 1
    print(f"{len(ours)} files compared, {wrong} differ")
    return int(wrong > 0)


TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*"|//[^\n]*|/\*.*?\*/|[A-Za-z_]\w*|\d+|\s+|.', re.DOTALL)
WORDS = ["message", "enum", "oneof", "map", "repeated", "optional", "reserved", "to", "max", "rpc", "stream"]


def mutated(text, random):
    """A copy with one token gone, doubled, moved or replaced by another."""
    tokens = TOKEN.findall(text)
    places = [at for at, token in enumerate(tokens) if token.strip() and not token.startswith(("//", "/*"))]
    at, other = random.choice(places), random.choice(places)
    kind = random.randrange(5)
    if kind == 0:
        del tokens[at]
    elif kind == 1:
        tokens.insert(at, tokens[at] + " ")
    elif kind == 2:
        tokens[at], tokens[other] = tokens[other], tokens[at]
    elif kind == 3:
        tokens[at] = tokens[other] + " "
    elif tokens[at].isdigit():
        tokens[at] = random.choice(["0", "1", "2", "19000", "536870911", "536870912", "2147483648"])
    else:
        tokens[at] = random.choice(WORDS)
    return "".join(tokens)


def mutate(root, out, count, seed):
    """Writes OUT/N/NAME for each mutant, and OUT/verdicts: a line for each, with what protoc said."""
    chance = random.Random(int(seed))
    names = protos(root)
    lines = []
    for number in range(int(count)):
        name = chance.choice(names)
        text = mutated(pathlib.Path(root, name).read_text(), chance)
        path = pathlib.Path(out, str(number), name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        said = path.with_suffix(".said")
        code = quietly(said, f"{out}/{number}", root, name)
        reason = next((line for line in said.read_text().splitlines() if "warning:" not in line), "")
        lines.append(f"{number}\t{name}\t{'accepts' if code == 0 else 'refuses'}\t{reason}\n")
    pathlib.Path(out, "verdicts").write_text("".join(lines))
    return 0


def quietly(said, first, second, name):
    """protoc, with what it says in a file: it writes past Python."""
    kept = os.dup(2)
    with open(said, "w") as file:
        os.dup2(file.fileno(), 2)
        try:
            return protoc(first, [f"-I{second}", f"--descriptor_set_out={os.devnull}", name])
        finally:
            os.dup2(kept, 2)
            os.close(kept)


def json(directory, count):
    from google.protobuf import descriptor_pool, duration_pb2, json_format, message_factory, timestamp_pb2, wrappers_pb2

    directory, pool = pathlib.Path(directory), descriptor_pool.Default()
    described = descriptor_pb2.FileDescriptorSet()
    described.ParseFromString((directory / "kitchen.fds").read_bytes())
    # Those that are imported come with Python.
    pool.Add(next(file for file in described.file if file.name == "kitchen.proto"))
    kitchen = message_factory.GetMessageClass(pool.FindMessageTypeByName("interop.v1.Kitchen"))
    wrong = 0
    for number in range(int(count)):
        value = kitchen.FromString((directory / f"{number}.bin").read_bytes())
        (directory / f"{number}.judge.json").write_text(json_format.MessageToJson(value))
        name = directory / f"{number}.json"
        try:
            read = json_format.Parse(name.read_text(), kitchen())
            # As bytes, since NaN is not equal to itself.
            difference = read.SerializeToString(deterministic=True) != value.SerializeToString(deterministic=True)
            reason = "is read as another value" if difference else None
        except json_format.ParseError as error:
            reason = f"is refused: {error}"
        if reason is not None:
            print(f"{name} {reason}")
            wrong += 1
    print(f"{count} values read and written, {wrong} wrong")
    return int(wrong > 0)


if __name__ == "__main__":
    tasks = {"corpus": corpus, "compile": compile, "compare": compare, "json": json, "mutate": mutate}
    sys.exit(tasks[sys.argv[1]](*sys.argv[2:]))
