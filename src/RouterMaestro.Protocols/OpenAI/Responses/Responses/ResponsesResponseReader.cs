using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Errors;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Responses.Errors;
using RouterMaestro.Protocols.OpenAI.Responses.Requests;
using RouterMaestro.Protocols.OpenAI.Responses.Wire;
using RouterMaestro.Protocols.OpenAI.Shared;

namespace RouterMaestro.Protocols.OpenAI.Responses.Responses;

/// <summary>Reads a buffered response with a success status. The body may still be an error.</summary>
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
        if (ResponsesErrors.FailureOf(body) is { } failure)
        {
            return new(failure);
        }

        var output = json.Root.Find("output"u8);
        if (output.ValueKind != JsonValueKind.Array)
        {
            return OpenAIErrorDocument.Read(body) is null ? Malformed(body) : new(ResponsesErrors.ReadInside(body));
        }

        var losses = new LossSink();
        var parts = new ResponsesOutputReader(json, losses).Read(output);
        return new(new ChatResponse(parts, FinishOf(json, status, parts), UsageOf(json.Root))
        {
            Id = json.FindString(json.Root, "id"u8),
            Model = json.FindString(json.Root, "model"u8),
            Created = CreatedOf(json.Root),
        })
        {
            Losses = losses.Fields,
        };
    }

    private static FinishReason FinishOf(JsonBody json, string? status, EquatableArray<ContentPart> parts) => status == "incomplete"
        ? ResponsesFinishReasons.Incomplete((json.FindText(json.Root.Find("incomplete_details"u8), "reason"u8) ?? JsonText.Empty).Escaped.Span)
        : ResponsesFinishReasons.Completed(parts.Any(p => p is ToolCallPart));

    private static TokenUsage? UsageOf(JsonElement root) =>
        root.Find("usage"u8) is { ValueKind: JsonValueKind.Object } usage ? ResponsesUsage.Read(JsonMarshal.GetRawUtf8Value(usage), TierOf(root)) : null;

    private static string? TierOf(JsonElement root) =>
        root.Find("service_tier"u8) is { ValueKind: JsonValueKind.String } tier ? ServiceTiers.FromQuoted(JsonMarshal.GetRawUtf8Value(tier)) : null;

    private static long? CreatedOf(JsonElement root) =>
        root.Find("created_at"u8) is { ValueKind: JsonValueKind.Number } created && created.TryGetDouble(out var seconds) && seconds is > 0 and < 1e12
            ? (long)seconds
            : null;

    private static ResponseReading Malformed(ReadOnlySpan<byte> body) => new(UpstreamText.OfUnreadable(body));
}

/// <summary>Reads the items of a response. Calls of tools that the provider ran itself have no part and are reported as lost.</summary>
/// <param name="document">The document.</param>
/// <param name="losses">Receives the items and members that have no part.</param>
internal sealed class ResponsesOutputReader(JsonBody document, LossSink losses)
{
    /// <summary>The name under which lost annotations of a text are reported.</summary>
    public const string Annotations = "content.annotations";

    public EquatableArray<ContentPart> Read(JsonElement output)
    {
        List<ContentPart> parts = [];
        foreach (var item in output.Elements())
        {
            ReadItem(item, parts);
        }

        // the aliases in the request of the caller count, not those of the provider
        return parts.Select(p => p is ToolCallPart call ? call with { Alias = null } : p).ToEquatableArray();
    }

    /// <summary>Adds the parts of one item. Calls keep the alias with their form.</summary>
    public void ReadItem(JsonElement item, List<ContentPart> parts)
    {
        var type = document.FindString(item, "type"u8);
        if (type == "message")
        {
            ReadContent(item.Find("content"u8), parts);
        }
        else if (type == "reasoning")
        {
            Add(ResponsesReasoningReader.ReadFromResponse(document, item), parts);
        }
        else if (ResponsesCallReader.FormOf(document, item, type) is { } form)
        {
            parts.Add(ResponsesCallReader.Read(document, item, form, IdOf(item)));
        }
        else if (type is not null)
        {
            losses.Add($"output.{type}");
        }
    }

    private string IdOf(JsonElement item) =>
        document.FindString(item, "call_id"u8) is { Length: > 0 } id ? id : document.FindString(item, "id"u8) ?? "";

    private void ReadContent(JsonElement content, List<ContentPart> parts)
    {
        if (content.ValueKind == JsonValueKind.String)
        {
            Add(new TextPart(document.TextOf(content)), parts);
        }

        foreach (var part in content.Elements())
        {
            if (part.Find("annotations"u8) is { ValueKind: JsonValueKind.Array } annotations && annotations.GetArrayLength() > 0)
            {
                losses.Add(Annotations);
            }

            Add(document.FindString(part, "type"u8) switch
            {
                "output_text" or "text" => new TextPart(document.FindText(part, "text"u8) ?? JsonText.Empty),
                "refusal" => new RefusalPart(document.FindText(part, "refusal"u8) ?? JsonText.Empty),
                _ => null,
            }, parts);
        }
    }

    private static void Add(ContentPart? part, List<ContentPart> parts)
    {
        if (part is not (null or TextPart { Text.IsEmpty: true } or RefusalPart { Text.IsEmpty: true }))
        {
            parts.Add(part);
        }
    }
}
