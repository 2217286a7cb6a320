using System.Text.Json;
using System.Text.Json.Nodes;
using RouterMaestro.Domain;
using RouterMaestro.TestKit;

namespace RouterMaestro.Protocols.Tests.Fitting;

/// <summary>The schemas of tools and outputs in the recorded requests, each once.</summary>
internal static class RecordedSchemas
{
    private static readonly string[] _places = ["parameters", "input_schema", "schema"];

    public static IReadOnlyList<RawJson> All { get; } =
        [.. Recordings.ChatCalls.Concat(Recordings.MessagesCalls).Concat(Recordings.ResponsesCalls)
            .SelectMany(r => r.RequestBody is { } body ? Find(JsonNode.Parse(body, documentOptions: new JsonDocumentOptions { MaxDepth = 256 })) : [])
            .Distinct(StringComparer.Ordinal)
            .Select(RawJson.Parse)];

    private static IEnumerable<string> Find(JsonNode? node) => node switch
    {
        JsonObject map => map.Where(m => _places.Contains(m.Key) && m.Value is JsonObject schema && (schema.Count == 0 || schema["type"] is JsonValue)).Select(m => m.Value!.ToJsonString())
            .Concat(map.SelectMany(m => Find(m.Value))),
        JsonArray list => list.SelectMany(Find),
        _ => [],
    };
}
