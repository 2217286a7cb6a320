using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Shared;

namespace RouterMaestro.Protocols.OpenAI.Responses;

/// <summary>Reads whole answers that came with a success status, which does not always mean that they are one.</summary>
internal static class ResponsesResponseReader
{
    public static ResponseReading Read(ReadOnlyMemory<byte> body)
    {
        if (!Utf8.IsValid(body.Span))
        {
            body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body.Span));
        }

        try
        {
            using var json = JsonBody.Parse(body);
            return json.Root.ValueKind == JsonValueKind.Object ? Read(json, body.Span) : Malformed(body.Span);
        }
        catch (JsonException)
        {
            return body.Span.TrimStart(" \t\r\n"u8).IsEmpty
                ? new(new UpstreamFailure(FailureKind.Empty, "The provider's answer is empty."))
                : Malformed(body.Span);
        }
    }

    private static ResponseReading Read(JsonBody json, ReadOnlySpan<byte> body)
    {
        var status = json.FindString(json.Root, "status"u8);
        if (status is "failed" or "cancelled")
        {
            return new(ResponsesErrors.ReadFailed(body));
        }

        var output = json.Root.Find("output"u8);
        if (output.ValueKind != JsonValueKind.Array)
        {
            return OpenAIErrorDocument.Read(body) is null ? Malformed(body) : new(ResponsesErrors.ReadInside(body));
        }

        var parts = new ResponsesOutputReader(json).Read(output);
        return new(new ChatResponse(parts, FinishOf(json, status, parts), UsageOf(json.Root))
        {
            Id = json.FindString(json.Root, "id"u8),
            Model = json.FindString(json.Root, "model"u8),
            Created = CreatedOf(json.Root),
        });
    }

    private static FinishReason FinishOf(JsonBody json, string? status, EquatableArray<ContentPart> parts) => status == "incomplete"
        ? ResponsesFinish.Incomplete(json.FindString(json.Root.Find("incomplete_details"u8), "reason"u8))
        : ResponsesFinish.Completed(parts.Any(p => p is ToolCallPart));

    private static TokenUsage? UsageOf(JsonElement root) =>
        root.Find("usage"u8) is { ValueKind: JsonValueKind.Object } usage ? ResponsesUsage.Read(JsonMarshal.GetRawUtf8Value(usage)) : null;

    private static long? CreatedOf(JsonElement root) =>
        root.Find("created_at"u8) is { ValueKind: JsonValueKind.Number } created && created.TryGetDouble(out var seconds) && seconds is > 0 and < 1e12
            ? (long)seconds
            : null;

    private static ResponseReading Malformed(ReadOnlySpan<byte> body) => new(new UpstreamFailure(FailureKind.Malformed, UpstreamText.Describe(200, body)));
}
