"""The shell's grammar: words, quoting, pipes, redirection, control flow; and that nothing crashes it."""

from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android.sim.shell import Shell, ShellSyntaxError, parse


@pytest.fixture(scope="module")
def phone() -> Phone:
    return Phone()


@pytest.fixture
def shell(phone: Phone) -> Shell:
    snapshot = phone.snapshot()
    phone.restore(snapshot)
    phone.files.rmtree("/sdcard/Podcasts")
    phone.files.mkdir("/sdcard/Podcasts")
    for name in ("a b.md", "b.md", "c.txt", ".hidden"):
        phone.files.write(f"/sdcard/Podcasts/{name}", name)
    return Shell(phone)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("echo a  b\tc", "a b c"),
        ("echo 'a  b' \"c  d\"", "a  b c  d"),
        (r"echo a\ \ b \$x \'q\'", "a  b $x 'q'"),
        ("echo 'it'\"'\"'s'", "it's"),
        (r'echo "a \"b\" \$c \\ \d"', r'a "b" $c \ \d'),
        ("x=1; echo $x${x}2 '$x' \"$x\"", "112 $x 1"),
        ("x='a b'; printf '[%s]' $x \"$x\"", "[a][b][a b]"),
        ("echo ${none:-default} ${none-} [${none}]", "default []"),
        ("x=abc; echo ${#x} ${x:+set}", "3 set"),
        ("echo $(echo a; echo b) `echo c`", "a b c"),
        ('echo "$(echo "in quotes")"', "in quotes"),
        ("echo a#b # a comment", "a#b"),
        ("echo one \\\n two", "one two"),
        ("echo $ $% a$", "$ $% a$"),
        ("echo '' | wc -c", "1"),
        ("echo '*' \"*\" \\*", "* * *"),
        ("cd /sdcard/Podcasts; echo *", "a b.md b.md c.txt"),
        ("cd /sdcard/Podcasts; echo *.md '*'.md", "a b.md b.md *.md"),
        ("echo /sdcard/Podcasts/?.txt /nope/*", "/sdcard/Podcasts/c.txt /nope/*"),
        ("echo immersive.full=*", "immersive.full=*"),
        ("x='*'; cd /sdcard/Podcasts; echo \"$x\" $x", "* a b.md b.md c.txt"),
    ],
)
def test_words(shell: Shell, line: str, expected: str) -> None:
    result = shell.run(line)
    assert (result.stdout.rstrip("\n"), result.stderr) == (expected, "")


@pytest.mark.parametrize(
    ("line", "expected", "code"),
    [
        ("true && echo yes || echo no", "yes\n", 0),
        ("false && echo yes || echo no", "no\n", 0),
        ("false; echo $?", "1\n", 0),
        ("! false", "", 0),
        ("echo a | cat | cat", "a\n", 0),
        ("false | true", "", 0),
        ("true | false", "", 1),
        ("exit 3; echo never", "", 3),
        ("(exit 4); echo $?", "4\n", 0),
        ("if false; then echo a; elif true; then echo b; else echo c; fi", "b\n", 0),
        ("if [ -f /nope ]; then echo a; fi", "", 0),
        ("for i in 1 '2 3' x; do echo \"<$i>\"; done", "<1>\n<2 3>\n<x>\n", 0),
        ("i=0; while [ $i -lt 3 ]; do i=$((i+1)); echo $i; done", "1\n2\n3\n", 0),
        ("{ echo a; echo b; } | wc -l", "2\n", 0),
        ("x=1; (x=2; cd /sdcard; echo $x); echo $x; pwd", "2\n1\n/\n", 0),
        ("x=1 env | grep ^x=; echo [$x]", "x=1\n[]\n", 0),
        ("sh -c 'echo $1 $0' name arg", "arg name\n", 0),
        ("su 0 sh -c 'echo hi'; su root echo a", "hi\na\n", 0),
        ("echo a & echo b", "a\nb\n", 0),
        ("eval 'x=5; echo $x'; echo $x", "5\n5\n", 0),
        ("nope 2>/dev/null; echo $?", "127\n", 0),
        ("echo $((1 + 2)) && exec echo done", "3\ndone\n", 0),
        ("[ 'a b' = 'a b' ] && [ ! -e /nope ] && [ 3 -gt 2 -a -d /sdcard ] && echo ok", "ok\n", 0),
        ("[ -n '' ] || [ -z '' ] && echo empty", "empty\n", 0),
        ("[ a", "", 2),
    ],
)
def test_control_flow(shell: Shell, line: str, expected: str, code: int) -> None:
    result = shell.run(line)
    assert (result.stdout, result.code) == (expected, code)


def test_redirection(shell: Shell, phone: Phone) -> None:
    shell.run("cd /sdcard/Podcasts; echo one > f; echo two >> f; cat < f > g; ls nope 2> e; ls nope >> e 2>&1")
    assert phone.files.read("/sdcard/Podcasts/g") == b"one\ntwo\n"
    assert phone.files.read("/sdcard/Podcasts/e").count(b"No such file") == 2
    assert shell.run("echo x > /nope/f").stderr == ("/system/bin/sh: can't create /nope/f: No such file or directory\n")
    assert shell.run("cat < /nope").code == 1
    assert shell.run("rm '/x' </dev/null >/dev/null 2>&1").stderr == ""


def test_overwriting_a_file_by_redirection_keeps_its_access_time(shell: Shell, phone: Phone) -> None:
    before = phone.files.stat("/sdcard/Podcasts/c.txt").atime_ns
    phone.clock.advance(1_000)
    shell.run("cat /sdcard/Podcasts/c.txt; echo new > /sdcard/Podcasts/c.txt")
    assert phone.files.stat("/sdcard/Podcasts/c.txt").atime_ns == before


@pytest.mark.parametrize(
    "text",
    ["echo 'open", 'echo "open', "if true", "a | ", "| a", "a && ", ")", "(a", "do", "for x in &",
     "echo $(", "${x", "a > ", ";;", "cat << EOF", "fi", "{ a", "f(", "`a"],
)  # fmt: skip
def test_what_is_no_script_is_a_syntax_error(shell: Shell, text: str) -> None:
    with pytest.raises(ShellSyntaxError):
        parse(text)
    result = shell.run(text)
    assert result.stderr.startswith("/system/bin/sh: ")
    assert result.code == 1


def test_a_script_that_never_ends_is_stopped(shell: Shell) -> None:
    assert shell.run("while true; do :; done").code == 137
    assert shell.run("eval " * 30 + "true").code == 0
    assert "too deeply" in shell.run("x='eval $x'; eval $x").stderr


PIECES = st.sampled_from(
    ["'", '"', "\\", "$", "$(", "${", "`", "(", ")", "{", "}", ";", "&", "|", "<", ">", ">&", "\n",
     " ", "if", "then", "else", "fi", "for", "in", "do", "done", "while", "!", "[", "]", "*", "#",
     "a", "=", "1", "2>", "$((", "))", "x=", "echo", "é", "\0"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=20).map("".join))


@settings(max_examples=400, deadline=None)
@given(TEXTS)
@example("for x in \\")
@example("((((" * 200)
@example("$(" * 500)
def test_any_text_parses_or_is_a_syntax_error(text: str) -> None:
    with suppress(ShellSyntaxError):
        parse(text)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_any_text_runs_to_an_exit_code(text: str) -> None:
    assert 0 <= Shell(_PHONE).run(text, b"stdin\n").code <= 255


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30).filter(lambda text: "\0" not in text))
def test_a_quoted_text_arrives_as_it_is(text: str) -> None:
    quoted = "'" + text.replace("'", "'\"'\"'") + "'"
    printed = Shell(_PHONE).run(f"printf %s {quoted}").out
    assert printed == text.encode("utf-8", "surrogateescape")


_PHONE = Phone()
