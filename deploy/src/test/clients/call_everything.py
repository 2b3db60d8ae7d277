"""Calls every operation of a description by the generated Python client, like CallEverything.java.

Arguments: the URL of the predictor, the description, a version of the model, the folder of the client.
"""

import inspect
import json
import re
import sys
import typing
import urllib.request

url, description, version, folder = sys.argv[1:5]
sys.path.insert(0, folder)
import openapi_client  # noqa: E402


def identifier(name):
    return re.sub("[^a-z0-9]", "", name.lower())


def read(annotation, value):
    """A value as the client's own class."""
    if typing.get_origin(annotation) is typing.Annotated:
        return read(typing.get_args(annotation)[0], value)
    if typing.get_origin(annotation) is list:
        return [read(typing.get_args(annotation)[0], item) for item in value]
    return annotation.from_dict(value) if hasattr(annotation, "from_dict") else value


def written(value):
    if isinstance(value, list):
        return [written(item) for item in value]
    return value.to_dict() if hasattr(value, "to_dict") else value


def difference(at, sent, found):
    """Where the client's value is another one than the server's; empty if it is the same."""
    if isinstance(sent, dict):
        for name, value in sent.items():
            # Every response has an id of its own.
            if name != "id" and value is not None:
                problem = (
                    difference(f"{at}/{name}", value, found[name])
                    if isinstance(found, dict) and name in found
                    else f"{at}/{name} is lost"
                )
                if problem:
                    return problem
        return ""
    if isinstance(sent, list):
        if not isinstance(found, list) or len(found) != len(sent):
            return f"{at} is {found}"
        return next(filter(None, (difference(f"{at}/{i}", a, b) for i, (a, b) in enumerate(zip(sent, found)))), "")
    return "" if sent == found else f"{at} is {found} instead of {sent}"


def call(api, method, path, operation, explain):
    name = next(m for m in dir(api) if identifier(m) == identifier(operation["operationId"]))
    function = getattr(api, name)
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    body = content.get("example")
    arguments = {"explain": True} if explain else {}
    for parameter in inspect.signature(function).parameters.values():
        if parameter.name == "version":
            arguments["version"] = version
        elif parameter.default is inspect.Parameter.empty:
            arguments[parameter.name] = read(parameter.annotation, body)
    found = written(function(**arguments))
    if "content" not in operation["responses"]["200"]:
        return ""
    query = "?explain=true" if explain else ""
    request = urllib.request.Request(
        url + path.replace("{version}", version) + query,
        data=json.dumps(body).encode() if body is not None else (b"" if method == "post" else None),
        headers={"Content-Type": "application/json"} if method == "post" else {},
        method=method.upper(),
    )
    raw = urllib.request.urlopen(request).read().decode()
    if isinstance(found, str):
        return "" if path == "/metrics" or found == raw else f"found {found} instead of {raw}"
    return difference("", json.loads(raw), found)


def main():
    api = openapi_client.DefaultApi(openapi_client.ApiClient(openapi_client.Configuration(host=url)))
    with open(description, encoding="utf-8") as file:
        paths = json.load(file)["paths"]
    wrong = []
    count = 0
    for path, methods in paths.items():
        for method, operation in methods.items():
            count += 1
            explained = [False, True] if any(p["name"] == "explain" for p in operation.get("parameters", [])) else [False]
            for explain in explained:
                try:
                    problem = call(api, method, path, operation, explain)
                except Exception as e:  # Whatever it is, it is a problem of this operation.
                    problem = repr(e)
                if problem:
                    wrong.append(f"{method} {path}: {problem}")
    print("\n".join(wrong + [f"Python: {count} operations, {len(wrong)} problems"]))
    sys.exit(1 if wrong or not count else 0)


main()
