using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.TestKit;

namespace RouterMaestro.AspNetCore.Tests.Recordings;

/// <summary>The request of a recording: as a caller sends it to the gateway, and as it must reach the provider.</summary>
internal sealed class ReplayRequest
{
    private const string AnyModel = "recorded-model";
    private static readonly JsonDocumentOptions _deep = new() { MaxDepth = 512 };
    private static readonly JsonSerializerOptions _plain = new() { MaxDepth = 512, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonObject _expected;
    private readonly bool _isRewriteOnly;

    private ReplayRequest(Recording recording, bool? wantsUsage)
    {
        Protocol = ProtocolOf(recording);
        var body = recording.RequestBody is { } recorded ? Parse(recorded) : Invented(recording);
        if (wantsUsage is { } wish)
        {
            Wish(body, wish);
        }

        var model = body["model"]?.GetValue<string>() ?? AnyModel;
        (IsStream, AsksForUsage) = (Flag(body, "stream"), Flag(body["stream_options"], "include_usage"));
        _expected = (JsonObject)body.DeepClone();
        _expected["model"] = model;
        _isRewriteOnly = !AddWhatIsDeclared(_expected);
        body["model"] = QualifiedModel = $"{Protocol.Protocol.Name}/{model}";
        Text = body.ToJsonString(_plain);
    }

    public ProtocolCase Protocol { get; }

    /// <summary>Gets the body that the caller sends.</summary>
    public string Text { get; }

    /// <summary>Gets the model's name as the caller knows it.</summary>
    public string QualifiedModel { get; }

    public bool IsStream { get; }

    public bool AsksForUsage { get; }

    /// <summary>Gets the protocol of a recording.</summary>
    public static ProtocolCase ProtocolOf(Recording recording) => recording.Family == "anthropic-messages" ? ProtocolCase.Messages
        : recording.Family == "openai-responses" || recording.Url?.AbsolutePath.EndsWith("/responses", StringComparison.Ordinal) == true ? ProtocolCase.Responses
        : ProtocolCase.Chat;

    /// <summary>Makes the requests of a recording: a Chat stream is asked for with usage figures and without.</summary>
    public static IEnumerable<ReplayRequest> Of(Recording recording) =>
        recording.IsSse && ProtocolOf(recording) == ProtocolCase.Chat
            ? [new(recording, wantsUsage: true), new(recording, wantsUsage: false)]
            : [new(recording, wantsUsage: null)];

    /// <summary>Returns the mistake in the body that reached the provider; null if it is correct.</summary>
    public string? FaultOf(ReadOnlyMemory<byte> received) =>
        !JsonNode.DeepEquals(_expected, Parse(received.Span)) ? "the request changed beyond the declared edits"
        : _isRewriteOnly && !received.Span.SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(_expected, _plain)) ? "the request's bytes changed"
        : null;

    private static JsonObject Parse(ReadOnlySpan<byte> json) => (JsonObject)JsonNode.Parse(json, documentOptions: _deep)!;

    /// <summary>Makes a request for a response that was recorded without one.</summary>
    private static JsonObject Invented(Recording recording) => ProtocolOf(recording) == ProtocolCase.Responses ? new()
    {
        ["model"] = AnyModel,
        ["stream"] = recording.IsSse,
        ["input"] = "hi",
    }
    : new()
    {
        ["model"] = AnyModel,
        ["max_tokens"] = 100,
        ["stream"] = recording.IsSse,
        ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "hi" }),
    };

    private static void Wish(JsonObject body, bool forUsage)
    {
        if (forUsage)
        {
            body["stream_options"] = new JsonObject { ["include_usage"] = true };
        }
        else
        {
            body.Remove("stream_options");
        }
    }

    private static bool Flag(JsonNode? node, string name) => node is JsonObject members && members[name]?.GetValueKind() == JsonValueKind.True;

    private bool AddWhatIsDeclared(JsonObject expected)
    {
        if (Protocol == ProtocolCase.Messages && expected["max_tokens"] is null)
        {
            expected["max_tokens"] = 4096;
            return true;
        }

        if (Protocol == ProtocolCase.Chat && IsStream && !AsksForUsage)
        {
            Wish(expected, forUsage: true);
            return true;
        }

        return false;
    }
}
