using System.Globalization;
using System.Text.Json.Nodes;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Tests.Replay;

namespace RouterMaestro.Protocols.Tests.Fidelity;

/// <summary>Creates features from short descriptions.</summary>
internal static class FeatureReading
{
    /// <summary>Creates a feature with one path in each protocol.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="chat">Its path in Chat; null if there is none.</param>
    /// <param name="responses">Its path in Responses.</param>
    /// <param name="messages">Its path in Messages.</param>
    /// <param name="said">Its form in the protocols, in that order; null if a protocol cannot express it.</param>
    public static Feature At(string name, string? chat, string? responses, string? messages, params string?[] said)
    {
        var paths = new Dictionary<WireProtocol, string?>
        {
            [WireProtocol.OpenAIChat] = chat,
            [WireProtocol.OpenAIResponses] = responses,
            [WireProtocol.AnthropicMessages] = messages,
        };
        return new(name, (protocol, document) => paths[protocol] is { } path ? Find(document, path) : null) { Said = ByProtocol(said) };
    }

    /// <summary>Creates a feature of requests, read in any protocol.</summary>
    public static Feature ObservedRequest(string name, Func<ObservedRequest, string?> read, params string?[] said) =>
        new(name, (protocol, document) => read(RequestObserver.Of(protocol, Utf8(document)))) { Said = ByProtocol(said) };

    /// <summary>Creates a feature of responses, read in any protocol.</summary>
    public static Feature InResponse(string name, Func<ObservedResponse, string?> read, params string?[] said) =>
        new(name, (protocol, document) => read(ResponseReader.Of(protocol, Utf8(document), isStream: false))) { Said = ByProtocol(said) };

    /// <summary>Finds a value by a path of names, places (negative ones from the end), and <c>name=value</c>, which picks from an array.</summary>
    public static string? Find(JsonNode? node, string path)
    {
        foreach (var step in path.Split('.'))
        {
            node = node switch
            {
                JsonArray array when step.Split('=') is [var name, var value] => array.FirstOrDefault(e => e.Word(name) == value),
                JsonArray array when int.TryParse(step, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var at) => array.ElementAtOrDefault(at < 0 ? array.Count + at : at),
                JsonObject members => members[step],
                _ => null,
            };
        }

        return node is null ? null : PlainJson.Canonical(node);
    }

    public static Feature SaidAs(this Feature feature, params string?[] said) => feature with { Said = ByProtocol(said) };

    public static string? Line(this ObservedRequest asked, string kind) => asked.Lines.Where(l => l.Kind == kind).Select(l => l.Line).LastOrDefault();

    private static byte[] Utf8(JsonObject document) => System.Text.Encoding.UTF8.GetBytes(document.ToJsonString());

    private static Dictionary<WireProtocol, string> ByProtocol(string?[] said) =>
        new WireProtocol[] { WireProtocol.OpenAIChat, WireProtocol.OpenAIResponses, WireProtocol.AnthropicMessages }
            .Zip(said).Where(s => s.Second is not null).ToDictionary(s => s.First, s => s.Second!);
}
