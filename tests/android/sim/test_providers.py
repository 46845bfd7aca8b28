"""Content providers: URIs over databases, settings and files."""

import pytest

from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android.sim.providers import ProviderError, Providers
from osgenesis.envs.android.sim.shell import Shell


@pytest.fixture
def phone() -> Phone:
    phone = Phone()
    phone.telephony.sms.execute("DELETE FROM sms")
    shell = Shell(phone)
    shell.run("find /sdcard/ -mindepth 1 -type f -delete; pm clear com.android.providers.contacts")
    return phone


@pytest.fixture
def providers(phone: Phone) -> Providers:
    return Providers(phone)


def test_sent_and_received_messages_are_newest_first_with_all_columns(phone: Phone) -> None:
    phone.telephony.send_sms("+1 555-0001", "first, with comma")
    phone.clock.advance(60_000)
    phone.telephony.send_sms("5550002", "second")
    phone.telephony.receive_sms("5550003", "in")
    lines = Shell(phone).run("content query --uri content://sms/sent").stdout.splitlines()
    assert lines[0].startswith("Row: 0 _id=")
    assert ", thread_id=" in lines[0]
    assert "body=second, service_center=NULL, locked=0" in lines[0]
    assert "address=+1 555-0001" in lines[1]
    assert "body=first, with comma, service_center=" in lines[1]
    assert f"date={phone.clock.now_ms}" in lines[0]
    inbox = Shell(phone).run("content query --uri content://sms/inbox").stdout
    assert inbox.count("Row:") == 1


def test_phone_numbers_come_with_their_names(phone: Phone) -> None:
    phone.contacts.add("Ann", "Lee", [("555", "Mobile"), ("666", "Work")])
    command = "content query --uri content://contacts/phones/ --projection display_name:number"
    assert Shell(phone).run(command).stdout == (
        "Row: 0 display_name=Ann Lee, number=555\nRow: 1 display_name=Ann Lee, number=666\n"
    )


def test_rows_can_be_inserted_changed_and_deleted(providers: Providers, phone: Phone) -> None:
    uri = providers.insert("content://sms/inbox", {"address": "123", "body": "hi", "date": 5})
    assert uri.startswith("content://sms/inbox/")
    assert [c.snippet for c in phone.telephony.conversations()] == ["hi"]
    assert providers.update("content://sms", {"read": 0}, "address = '123'") == 1
    assert providers.query("content://sms", ("body", "read"))[1] == [("hi", 0)]
    assert providers.delete("content://sms/sent") == 0
    assert providers.delete("content://sms/inbox") == 1


def test_one_row_is_named_by_its_id(providers: Providers, phone: Phone) -> None:
    first = phone.telephony.send_sms("1", "a")
    phone.telephony.send_sms("2", "b")
    assert providers.query(f"content://sms/{first}", ("body",))[1] == [("a",)]
    assert providers.delete(f"content://sms/{first}") == 1
    assert providers.query("content://sms", ("body",))[1] == [("b",)]


def test_settings_are_rows(providers: Providers, phone: Phone) -> None:
    rows = providers.query("content://settings/global", ("value",), "name = 'wifi_on'")[1]
    assert rows == [("1",)]
    providers.insert("content://settings/system", {"name": "k", "value": "v"})
    assert phone.settings.get("system", "k") == "v"
    assert providers.delete("content://settings/system", "name='k'") == 1


def test_media_are_the_files_of_shared_storage(providers: Providers, phone: Phone) -> None:
    phone.files.write("/sdcard/DCIM/a.png", b"1")
    phone.files.write("/sdcard/Download/b.txt", b"22")
    images = "content://media/external/images/media"
    columns, rows = providers.query(images, ("_id", "_display_name", "mime_type", "_size"))
    assert columns == ("_id", "_display_name", "mime_type", "_size")
    assert rows[0][1:] == ("a.png", "image/png", 1)
    assert providers.read(f"{images}/{rows[0][0]}") == b"1"
    assert providers.delete("content://media/external/downloads") == 1
    assert not phone.files.exists("/sdcard/Download/b.txt")
    assert phone.files.exists("/sdcard/DCIM/a.png")


def test_calls_are_listed_and_deleted(providers: Providers, phone: Phone) -> None:
    phone.telephony.log_call("123", 2, 60)
    assert providers.query("content://call_log/calls", ("number", "duration"))[1][0] == ("123", 60)
    providers.delete("content://call_log/calls")
    assert phone.telephony.calls() == []


@pytest.mark.parametrize(
    ("uri", "where", "message"),
    [
        ("sms/sent", "", "has to begin with content://"),
        ("content://no.such/thing", "", "Could not find provider: no.such"),
        ("content://sms", "1=1; DROP TABLE sms", "Invalid token"),
        ("content://sms", "nope = 1", "no such column"),
    ],
)
def test_bad_queries_are_refused(providers: Providers, uri: str, where: str, message: str) -> None:
    with pytest.raises(ProviderError, match=message):
        providers.query(uri, (), where)


def test_a_word_in_quotes_is_no_statement(providers: Providers, phone: Phone) -> None:
    phone.telephony.send_sms("1", "please delete; thanks")
    assert len(providers.query("content://sms", (), "body = 'please delete; thanks'")[1]) == 1
