"""Runs client_test.py of the Eclipse Paho suite with a password, one test after the other.

Usage: run-paho.py FOLDER PORT PASSWORDS, where FOLDER is `interoperability` of a checkout of
https://github.com/eclipse-paho/paho.mqtt.testing and PORT and PASSWORDS (JSON) are what interop-broker prints.
The suite itself sends no credentials; here each client signs in as the user with its own client id.
"""
import io, json, sys, unittest
from contextlib import redirect_stderr, redirect_stdout

folder, port, passwords = sys.argv[1], int(sys.argv[2]), json.loads(sys.argv[3])
sys.path.insert(0, folder)
import client_test
from mqtt.clients.V311 import Client

connect = Client.connect

def connect_with_password(self, *args, **options):
    if self.clientid == b"clean retained":
        self.clientid = b"cleaner"
    user = bytes(self.clientid or b"myclientid").decode()
    return connect(self, *args, **{**options, "username": user, "password": passwords[user].encode()})

Client.connect = connect_with_password
client_test.host, client_test.port = "127.0.0.1", port
client_test.topics = ("TopicA", "TopicA/B", "Topic/C", "TopicA/C", "/TopicA")
client_test.wildtopics = ("TopicA/+", "+/C", "#", "/#", "/+", "+/+", "TopicA/#")
client_test.nosubscribe_topics = ("test/nosubscribe",)

passed, tests = 0, unittest.defaultTestLoader.loadTestsFromTestCase(client_test.Test)
for test in tests:
    said = io.StringIO()
    result = unittest.TestResult()
    with redirect_stdout(said), redirect_stderr(said):
        unittest.TestSuite([test]).run(result)
    ok = result.wasSuccessful()
    passed += ok
    print("pass" if ok else "FAIL", test.id().split(".")[-1])
    if not ok:
        print(said.getvalue(), *[text for _, text in result.failures + result.errors], sep="\n")
print(f"{passed} of {tests.countTestCases()}")
sys.exit(0 if passed == tests.countTestCases() else 1)
