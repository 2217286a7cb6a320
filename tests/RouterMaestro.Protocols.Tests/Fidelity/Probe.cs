using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Tests.Replay;
using RouterMaestro.Testing.Requests;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Protocols.Tests.Fidelity;

/// <summary>Sends a feature in one direction and judges the result.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Reported">The reported losses.</param>
internal sealed record Probe(Outcome Outcome, IReadOnlyList<string> Reported)
{
    private static readonly Dictionary<WireProtocol, string> _requests = new()
    {
        [WireProtocol.OpenAIChat] = """{"model":"m","messages":[{"role":"user","content":"hi"}]}""",
        [WireProtocol.OpenAIResponses] = """{"model":"m","input":[{"type":"message","role":"user","content":"hi"}]}""",
        [WireProtocol.AnthropicMessages] = """{"model":"m","max_tokens":9000,"messages":[{"role":"user","content":"hi"}]}""",
    };

    private static readonly Dictionary<WireProtocol, string> _responses = new()
    {
        [WireProtocol.OpenAIChat] = """{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}""",
        [WireProtocol.OpenAIResponses] = """{"id":"r","object":"response","created_at":1,"model":"m","status":"completed","output":[{"type":"message","id":"m1","role":"assistant","status":"completed","content":[{"type":"output_text","text":"hi","annotations":[]}]}],"usage":{"input_tokens":3,"output_tokens":2,"total_tokens":5}}""",
        [WireProtocol.AnthropicMessages] = """{"id":"a","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"hi"}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":3,"output_tokens":2}}""",
    };

    /// <summary>Sends a caller's request.</summary>
    public static Probe Request(Feature feature, Hop hop)
    {
        if (!feature.Said.TryGetValue(hop.Caller, out var said))
        {
            return new(Outcome.NotSaid, []);
        }

        var body = Merge(_requests[hop.Caller], said);
        if (hop.IsPassthrough)
        {
            return Judge(feature, hop.Caller, body, hop.Provider, hop.PassRequest(body), []);
        }

        var losses = new LossSink();
        try
        {
            var written = hop.Forward(body, losses, isOpenAIItself: !feature.IsOfCompatible);
            return Refusal(hop.Provider, written) is { } refusal
                ? throw new InvalidOperationException($"{feature.Name}: {hop.Provider.Name} refuses what is written: {refusal}")
                : Judge(feature, hop.Caller, body, hop.Provider, written, losses.Fields);
        }
        catch (RouterException refusal) when (refusal.Error.Status == 400)
        {
            return new(Outcome.Refused, []);
        }
    }

    /// <summary>Translates a provider's response, streamed and buffered; the worse result counts.</summary>
    public static Probe Response(Feature feature, Hop hop)
    {
        if (!feature.Said.TryGetValue(hop.Provider, out var said))
        {
            return new(Outcome.NotSaid, []);
        }

        var body = Merge(_responses[hop.Provider], said);
        if (hop.IsPassthrough)
        {
            return feature.IsThereAndBack ? new(Outcome.Carried, []) : Judge(feature, hop.Provider, body, hop.Caller, body, []);
        }

        var losses = new LossSink();
        var events = hop.Decode(body, isStream: false, losses);
        if (feature.IsThereAndBack)
        {
            return new(ComesBack(feature, hop, body, hop.Whole(events, [], losses)) ? Outcome.Carried : Outcome.Dropped, []);
        }

        var whole = Judge(feature, hop.Provider, body, hop.Caller, hop.Whole(events, [], losses), losses.Fields);
        var folded = FoldedStream.Of(hop.Caller, hop.Stream(events, []));
        var streamed = Judge(feature, hop.Provider, body, hop.Caller, Encoding.UTF8.GetBytes((folded ?? []).ToJsonString()), losses.Fields);
        return whole.Outcome >= streamed.Outcome ? whole : streamed;
    }

    /// <summary>Returns why the simulated provider refuses a request; null if it takes it, without which nothing is carried.</summary>
    private static string? Refusal(WireProtocol provider, byte[] request)
    {
        using var document = JsonDocument.Parse(request);
        var body = document.RootElement;
        return (provider == WireProtocol.AnthropicMessages ? MessagesRules.Violation(body, SimulatedOperation.Generate) ?? AnthropicSchemaRules.Violation(body)
            : (provider == WireProtocol.OpenAIChat ? ChatRules.Violation(body) : ResponsesRules.Violation(body)) ?? OpenAISchemaRules.Violation(body, provider))?.Message
            ?? ToolNameRules.Violation(body, provider)?.Message;
    }

    private static Probe Judge(Feature feature, WireProtocol from, byte[] said, WireProtocol to, byte[] arrived, IEnumerable<string> losses)
    {
        var expected = feature.Read(from, PlainJson.Object(said)) ?? throw new InvalidOperationException($"{feature.Name} is not found in what {from} says");
        var found = feature.Read(to, PlainJson.Object(arrived));
        return new(found == expected ? Outcome.Carried : found is null ? Outcome.Dropped : Outcome.Approximated, [.. losses]);
    }

    private static bool ComesBack(Feature feature, Hop hop, byte[] said, byte[] arrived)
    {
        var request = PlainJson.Object(Encoding.UTF8.GetBytes(_requests[hop.Caller]));
        var place = hop.Caller == WireProtocol.OpenAIResponses ? "input" : "messages";
        var go = new JsonObject { ["role"] = "user", ["content"] = "go on" };
        request[place] = new JsonArray([.. request[place]!.AsArray().Concat(ResponseReader.AsTurn(hop.Caller, arrived, isStream: false)).Append(go).Select(m => m!.DeepClone())]);
        var body = hop.Forward(Encoding.UTF8.GetBytes(request.ToJsonString()), new LossSink());
        var written = RequestObserver.Of(hop.Provider, body);
        return (feature.Read(hop.Provider, PlainJson.Object(said)) is not { } proof || Encoding.UTF8.GetString(body).Contains(proof, StringComparison.Ordinal))
            && ResponseReader.Of(hop.Provider, said, isStream: false).ReasoningTexts.SequenceEqual(written.ReasoningTexts);
    }

    private static byte[] Merge(string document, string members)
    {
        var whole = JsonNode.Parse(document)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(members)!.AsObject())
        {
            whole[name] = value?.DeepClone();
        }

        return Encoding.UTF8.GetBytes(whole.ToJsonString());
    }
}
