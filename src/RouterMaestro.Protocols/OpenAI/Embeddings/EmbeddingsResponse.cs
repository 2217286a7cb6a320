using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Protocols.Errors;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Shared;
using RouterMaestro.Protocols.Passthrough;
using RouterMaestro.Protocols.RequestScanning;

namespace RouterMaestro.Protocols.OpenAI.Embeddings;

/// <summary>Reads a response with vectors.</summary>
internal static class EmbeddingsResponse
{
    public static PassthroughReading Read(ReadOnlySpan<byte> body, RequestFacts facts)
    {
        var (model, data, usage) = (default(ByteRange), default(ByteRange), default(ByteRange));
        var members = new TopLevelScanner(body);
        while (members.Read())
        {
            switch (members.Kind)
            {
                case JsonValueKind.String when members.IsKey("model"u8):
                    model = members.Value;
                    break;
                case JsonValueKind.Array when members.IsKey("data"u8):
                    data = members.Value;
                    break;
                case JsonValueKind.Object when members.IsKey("usage"u8):
                    usage = members.Value;
                    break;
            }
        }

        if (members.IsBroken || data.IsEmpty)
        {
            return new() { Failure = Explain(body) };
        }

        return new()
        {
            Model = model,
            Edits = facts.WantsBase64 ? EmbeddingsVectors.Encode(body, data) : facts.WantsOtherVectors ? default : EmbeddingsVectors.Decode(body, data),
            Usage = UsageOf(body.Slice(usage.Start, usage.Length)),
        };
    }

    private static TokenUsage? UsageOf(ReadOnlySpan<byte> usage) =>
        MemberProbe.TryFind(usage, "prompt_tokens"u8, out var tokens)
        && tokens.Kind == JsonValueKind.Number
        && FieldShapes.ToInteger(usage.Slice(tokens.Place.Start, tokens.Place.Length)) is >= 0 and var count
            ? new TokenUsage(count, 0, 0, 0, 0) { Charge = UsageChargeReader.Find(usage) }
            : null;

    private static UpstreamFailure Explain(ReadOnlySpan<byte> body) =>
        body.Trim(" \t\r\n"u8).IsEmpty ? new(FailureKind.Empty, "The provider's answer is empty.")
        : OpenAIErrorDocument.Read(body) is { } error ? error.ToFailure(OpenAIFailureKinds.Of(null, error), WireProtocol.OpenAIChat)
        : new(FailureKind.Malformed, UpstreamText.Describe(200, body));
}
