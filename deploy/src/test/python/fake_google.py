"""A small fake Google Cloud for the real gcloud: stores resources by name and records every request.

usage: fake_google.py PORT_FILE REQUESTS_FILE

Serves on a free port, which it writes to PORT_FILE. Each request becomes a line of JSON in REQUESTS_FILE: method, path, query, body.
Resources are stored by path. The fake adds what a service adds itself: the state and trigger of a function, a subscription. POST /fake
with {"method", "path", "status", "message"} makes later requests with this method fail if their path contains this text; status 0 ends that.
"""

import io
import json
import re
import sys
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

RESOURCES = {}
FAULTS = []
PROJECT_NUMBER = "123456789012"


class Google(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def handle_any(self):
        url = urlsplit(self.path)
        path, query = unquote(url.path), {k: v[-1] for k, v in parse_qs(url.query).items()}
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        try:
            body = json.loads(raw) if raw else None
        except ValueError:
            body = {"files": zipfile.ZipFile(io.BytesIO(raw)).namelist()} if raw[:2] == b"PK" else None
        if path == "/fake":
            FAULTS[:] = [f for f in FAULTS if (f["method"], f["path"]) != (body["method"], body["path"])]
            if body["status"]:
                FAULTS.append(body)
            return self.answer(200, {})
        with open(sys.argv[2], "a", encoding="utf-8") as requests:
            requests.write(json.dumps({"method": self.command, "path": path, "query": query, "body": body}) + "\n")
        for fault in FAULTS:
            if fault["method"] == self.command and fault["path"] in path:
                return self.error(fault["status"], fault["message"])
        return self.serve(path, query, body)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_any

    def serve(self, path, query, body):
        base = f"http://127.0.0.1:{self.server.server_address[1]}"
        name = re.sub(r"^/(storage/)?(v\d\w*|upload)/", "", path)
        # gcloud may name an account without its project.
        name = re.sub(r"^projects/-/serviceAccounts/([^@]+@([^.]+)\.)", r"projects/\2/serviceAccounts/\1", name)
        if path.rstrip("/") == "/predictor":
            return self.answer(200, {"models": []})
        if re.match(r"projects/[^/]+/(alertPolicies|notificationChannels)$", name) and self.command == "GET":
            kind = name.rsplit("/", 1)[1]
            return self.answer(200, {kind: [found for key, found in RESOURCES.items() if key.startswith(name + "/")]})
        if path.startswith("/upload-here"):
            return self.answer(200, {})
        if name.endswith(":generateUploadUrl"):
            source = {"bucket": "gcf-v2-uploads", "object": "source.zip"}
            return self.answer(200, {"uploadUrl": base + "/upload-here", "storageSource": source})
        if name.endswith("/runtimes"):
            return self.answer(200, {"runtimes": [
                {"name": f"java{n}", "environment": "GEN_2", "stage": "GA"} for n in (17, 21, 25)]})
        if ":getIamPolicy" in name or name.endswith("/iam") and self.command == "GET":
            return self.answer(200, RESOURCES.get(policy_of(name), {"etag": "BwYAAA==", "version": 1}))
        if ":setIamPolicy" in name or name.endswith("/iam"):
            policy = dict(body.get("policy", body), etag="BwYAAA==")
            RESOURCES[policy_of(name)] = policy
            return self.answer(200, policy)
        if name.endswith(":undelete"):
            restored = name.rsplit(":", 1)[0]
            RESOURCES[restored].update(state="ACTIVE", deleted=False)
            return self.answer(200, done("restored", restored) if "Pools" in name else RESOURCES[restored])
        if "/operations/" in name or name.startswith("operations/"):
            return self.answer(200, dict(done(""), name=name))
        if re.match(r"projects/[^/]+/services/[^/]+$", name) and "googleapis.com" in name:
            return self.answer(200, {"name": name, "state": "ENABLED"})
        if re.match(r"projects/[^/]+/services(:batchEnable|/[^/]+:enable)", name):
            return self.answer(200, done("enabled"))
        if re.match(r"projects/[^/]+$", name) and self.command == "GET":
            project = name.split("/")[1]
            return self.answer(200, {"projectId": project, "projectNumber": PROJECT_NUMBER, "lifecycleState": "ACTIVE"})
        if name.endswith("/serviceAccount") and self.command == "GET":
            return self.answer(200, {"email_address": f"service-{PROJECT_NUMBER}@gs-project-accounts.iam.gserviceaccount.com"})
        if name.endswith("/storageLayout"):
            return self.answer(200, {"bucket": name.split("/")[1], "hierarchicalNamespace": {"enabled": False}})
        if name.endswith(("/o", "/managedFolders")) and self.command == "GET":
            return self.answer(200, {"items": []})
        return self.resource(name, query, body, base)

    def resource(self, name, query, body, base):
        if self.command == "GET":
            if name in RESOURCES:
                return self.answer(200, RESOURCES[name])
            return self.error(404, f"{name} was not found")
        if self.command == "DELETE":
            if RESOURCES.get(name, {}).get("state") == "DELETED" or name not in RESOURCES:
                return self.error(404, f"{name} was not found")
            if "/workloadIdentityPools/" in name or "/roles/" in name:
                # Their names stay reserved for some time.
                RESOURCES[name].update(state="DELETED", deleted=True)
                return self.answer(200, done("deleted", name) if "Pools" in name else RESOURCES[name])
            del RESOURCES[name]
            RESOURCES.pop(policy_of(name), None)
            return self.answer(200, done("deleted", name))
        if self.command == "PUT" and re.search("/(topics|subscriptions)/", name):
            # Pub/Sub creates with PUT.
            if name in RESOURCES:
                return self.error(409, f"{name} exists")
            RESOURCES[name] = dict(body or {}, name=name)
            return self.answer(200, RESOURCES[name])
        if self.command in ("PATCH", "PUT"):
            if name not in RESOURCES:
                return self.error(404, f"{name} was not found")
            if "/subscriptions/" in name:
                body = body["subscription"]
            RESOURCES[name].update(body)
            if "/functions/" in name:
                complete_function(name, base)
                return self.answer(200, done("updated"))
            if "workloadIdentityPools" in name:
                return self.answer(200, done("updated", name))
            return self.answer(200, RESOURCES[name])
        name = created_name(name, query, body)
        if name in RESOURCES:
            return self.error(409, f"{name} exists")
        RESOURCES[name] = dict(body, name=name)
        if "/functions/" in name:
            complete_function(name, base)
            return self.answer(200, done("created"))
        if "/workloadIdentityPools/" in name:
            RESOURCES[name]["state"] = "ACTIVE"
        if "/serviceAccounts/" in name:
            RESOURCES[name]["email"] = name.rsplit("/", 1)[1]
        if "workloadIdentityPools" in name or "/repositories/" in name:
            return self.answer(200, done("created", name))
        if name.startswith("b/"):
            RESOURCES[name]["name"] = name[2:]
        return self.answer(200, RESOURCES[name])

    def error(self, status, message):
        reason = {403: "PERMISSION_DENIED", 404: "NOT_FOUND", 409: "ALREADY_EXISTS"}.get(status, "UNAVAILABLE")
        self.answer(status, {"error": {"code": status, "message": message, "status": reason}})

    def answer(self, status, body):
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def done(what, of=""):
    """A completed operation; some services name operations after the resource."""
    place = re.match(r"(projects/.*/workloadIdentityPools/.*|projects/[^/]+/locations/[^/]+)(?=/|$)", of)
    if "/repositories/" in of:
        place = re.match(r"(projects/[^/]+/locations/[^/]+)", of)
    return {
        "name": (place.group(1) + "/" if place else "") + "operations/" + what,
        "done": True,
        "metadata": {"@type": "type.googleapis.com/google.cloud.functions.v2.OperationMetadata", "stages": []},
        "response": {"@type": "type.googleapis.com/google.protobuf.Empty"},
    }


def policy_of(name):
    return re.sub(r":[gs]etIamPolicy$|/iam$", "", name) + "#policy"


def created_name(collection, query, body):
    """The path of a resource that is created by a POST to a collection."""
    if collection == "b":
        return "b/" + body["name"]
    if collection.endswith("/serviceAccounts"):
        project = collection.split("/")[1]
        return f"{collection}/{body['accountId']}@{project}.iam.gserviceaccount.com"
    if collection.endswith(("/alertPolicies", "/notificationChannels")):
        return f"{collection}/1"
    if collection.endswith("/roles"):
        return f"{collection}/{body['roleId']}"
    for parameter in ("functionId", "workloadIdentityPoolId", "workloadIdentityPoolProviderId", "repositoryId"):
        if parameter in query:
            return f"{collection}/{query[parameter]}"
    return collection


def complete_function(name, base):
    """Adds the fields that Cloud Functions sets, and creates the trigger and the subscription."""
    _, project, _, region, _, short = name.split("/")
    function = RESOURCES[name]
    function["state"] = "ACTIVE"
    function["environment"] = "GEN_2"
    function["url"] = f"{base}/predictor"
    service = f"projects/{project}/locations/{region}/services/{short}"
    function["serviceConfig"]["service"] = service
    function["serviceConfig"]["uri"] = function["url"]
    RESOURCES.setdefault(service, {"name": service})
    if "eventTrigger" in function:
        trigger = f"projects/{project}/locations/{region}/triggers/{short}-000001"
        subscription = f"projects/{project}/subscriptions/eventarc-{region}-{short}-sub-001"
        function["eventTrigger"]["trigger"] = trigger
        RESOURCES[trigger] = {"name": trigger, "transport": {"pubsub": {"subscription": subscription}}}
        RESOURCES.setdefault(subscription, {"name": subscription, "ackDeadlineSeconds": 10})


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Google)
    with open(sys.argv[1], "w", encoding="utf-8") as port_file:
        port_file.write(str(server.server_address[1]))
    server.serve_forever()
