using System.Text.Json.Nodes;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Protocols.Tests.Replay;

/// <summary>Reads the content of requests.</summary>
internal static class RequestObserver
{
    private static readonly string[] _plain =
        ["temperature", "top_p", "top_k", "frequency_penalty", "presence_penalty", "seed", "stream"];

    private const int LongestUser = 64;

    public static ObservedRequest Of(WireProtocol protocol, byte[] body)
    {
        var request = PlainJson.Object(body);
        var asked = new ObservedRequest();
        foreach (var name in _plain.Where(n => request[n] is not null))
        {
            Set(asked, name, request[name]);
        }

        if (protocol == WireProtocol.OpenAIChat)
        {
            ChatRequestObserver.Read(request, asked);
        }
        else if (protocol == WireProtocol.OpenAIResponses)
        {
            ResponsesRequestObserver.Read(request, asked);
        }
        else
        {
            MessagesRequestObserver.Read(request, asked);
        }

        // a digest may replace a long id
        if (asked.Settings.TryGetValue("user", out var user) && user.Length > LongestUser)
        {
            asked.Settings["user"] = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(user)));
        }

        // default values may be absent
        foreach (var usual in new[] { ("tool_choice", "auto"), ("parallel", "true"), ("stream", "false"), ("format", "text"), ("top_p", "1"), ("frequency_penalty", "0"), ("presence_penalty", "0") })
        {
            if (asked.Settings.GetValueOrDefault(usual.Item1) == usual.Item2)
            {
                asked.Settings.Remove(usual.Item1);
            }
        }

        return asked;
    }

    public static void Set(ObservedRequest asked, string name, JsonNode? value)
    {
        if (value is not null)
        {
            asked.Settings[name] = value is JsonValue text && text.TryGetValue(out string? word) ? word : PlainJson.Canonical(value);
        }
    }

    public static void Tool(ObservedRequest asked, string? name, JsonNode? tool, JsonNode? schema)
    {
        // the type object of a schema may be absent
        var parameters = schema?.DeepClone().AsObject() ?? [];
        parameters["type"] ??= "object";
        if (parameters["properties"] is JsonObject { Count: 0 })
        {
            parameters.Remove("properties");
        }

        asked.Tools[name!] = $"{tool.Word("description")} {PlainJson.Canonical(parameters)}";
    }

    /// <summary>Closes the objects of an output's schema, as Anthropic demands it: a model adds no members that the schema does not name.</summary>
    public static JsonNode? Closed(JsonNode? schema)
    {
        switch (schema?.DeepClone())
        {
            case JsonObject map:
                foreach (var (name, value) in map.ToList())
                {
                    map[name] = Closed(value);
                }

                if (map["type"] is JsonValue type && type.TryGetValue(out string? word) && word == "object")
                {
                    map["additionalProperties"] ??= false;
                }

                return map;
            case JsonArray list:
                return new JsonArray([.. list.Select(Closed)]);
            case var other:
                return other;
        }
    }

    /// <summary>Describes media by kind and address, or by type and bytes.</summary>
    public static string Media(string kind, string address)
    {
        var comma = address.StartsWith("data:", StringComparison.Ordinal) ? address.IndexOf(";base64,", StringComparison.Ordinal) : -1;
        return comma < 0 ? $"{kind} {address}" : Media(kind, address[5..comma], address[(comma + 8)..]);
    }

    public static string Media(string kind, string type, string data)
    {
        // the text counts, not how it is encoded
        return type.StartsWith("text/", StringComparison.Ordinal)
            ? $"{kind} {System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(data))}"
            : $"{kind} {type} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(data)))[..12]}";
    }
}
