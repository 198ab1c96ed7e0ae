"""E-mails that come back later, as a mail server hands them over."""

import io
import sys

import pytest

from tandem.ui.bounces import addresses_that_failed

#: The example of RFC 3464, appendix E.1, shortened, with addresses of our own.
REPORT = b"""\
From: Mail Delivery Subsystem <MAILER-DAEMON@mail.example.org>
To: <tandem@example.org>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="RAA14128.773615765/mail.example.org"

--RAA14128.773615765/mail.example.org

The original message was received at Sat, 2 Jul 1994 17:09:00 -0400

--RAA14128.773615765/mail.example.org
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org

Original-Recipient: rfc822;Rosa@example.org
Final-Recipient: rfc822;rosa@elsewhere.example.org
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 Mailbox not found

Final-Recipient: rfc822;chloe@example.org
Action: delayed
Status: 4.4.2

Final-Recipient: rfc822;elio@example.org
Action: failed
Status: 4.2.2

--RAA14128.773615765/mail.example.org
Content-Type: message/rfc822

Subject: Please sign

Hello
--RAA14128.773615765/mail.example.org--
"""


def test_only_what_failed_for_good_counts():
    assert addresses_that_failed(REPORT) == ("rosa@example.org",)


@pytest.mark.parametrize(
    "other", [b"Subject: Hello\n\nI am away until June.", b"\xff\x00", REPORT[:400], b"Action: failed"]
)
def test_anything_else_names_nobody(other):
    assert addresses_that_failed(other) == ()


@pytest.mark.django_db
def test_the_command_says_what_it_found_and_an_empty_input_is_refused(tandem, monkeypatch):
    for sent, code, said in ((REPORT, 0, '"links": 0'), (b" ", 2, "there is no e-mail here")):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(sent)))
        answer = tandem("bounced", "--format", "json")
        assert answer.code == code
        assert said in answer.out + answer.err
