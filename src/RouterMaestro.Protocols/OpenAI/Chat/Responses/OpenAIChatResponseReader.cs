using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Shared;

namespace RouterMaestro.Protocols.OpenAI.Chat;

/// <summary>Reads whole answers that came with a success status, which does not always mean that they are one.</summary>
internal static class OpenAIChatResponseReader
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
            return json.Root.ValueKind == JsonValueKind.Object
                ? Read(json, body.Span)
                : new(new UpstreamFailure(FailureKind.Malformed, "The provider's answer is not a JSON object."));
        }
        catch (JsonException)
        {
            return new(NotJson(body.Span));
        }
    }

    private static UpstreamFailure NotJson(ReadOnlySpan<byte> body) => body.TrimStart(" \t\r\n"u8) switch
    {
        [] => new(FailureKind.Empty, "The provider's answer is empty."),
        [(byte)'{' or (byte)'[', ..] => new(FailureKind.Malformed, "The provider's answer is not valid JSON."),
        var text => new(FailureKind.Malformed, UpstreamText.Describe(200, text)),
    };

    private static ResponseReading Read(JsonBody json, ReadOnlySpan<byte> body)
    {
        var root = json.Root;
        var choices = root.Find("choices"u8);
        var hasChoices = choices.ValueKind == JsonValueKind.Array && choices.GetArrayLength() > 0;
        if (IsError(json) || (!hasChoices && OpenAIErrorDocument.Read(body) is not null))
        {
            return new(OpenAIChatErrors.ReadInside(body));
        }

        if (choices.ValueKind == JsonValueKind.Undefined)
        {
            return new(new UpstreamFailure(FailureKind.Malformed, "The provider's answer is JSON, but no chat completion."));
        }

        var response = new OpenAIChatResponseChoices(json);
        foreach (var choice in choices.Elements())
        {
            response.Add(choice);
        }

        return response switch
        {
            { IsBroken: true } => new(OpenAIChatErrors.ReadInside(body)),
            { IsEmpty: true } => new(new UpstreamFailure(FailureKind.Empty, "The provider's answer holds nothing.")),
            _ => new(Build(json, response)),
        };
    }

    private static ChatResponse Build(JsonBody json, OpenAIChatResponseChoices response) => new(response.Parts, response.Finish, ReadUsage(json.Root))
    {
        Extensions = response.Extensions,
        Id = FindText(json, "id"u8),
        Model = FindText(json, "model"u8),
        Created = json.Root.Find("created"u8) is { ValueKind: JsonValueKind.Number } created && created.TryGetInt64(out var seconds) ? seconds : null,
    };

    private static bool IsError(JsonBody json) =>
        json.Root.Find("error"u8).ValueKind == JsonValueKind.Object
        || FindText(json, "error"u8) is not null
        || FindText(json, "object"u8) == "error";

    private static TokenUsage? ReadUsage(JsonElement root)
    {
        if (root.Find("usage"u8) is not { ValueKind: JsonValueKind.Object } usage)
        {
            return null;
        }

        var reader = new Utf8JsonReader(JsonMarshal.GetRawUtf8Value(usage), OpenAIChatChunk.Options);
        reader.Read();
        return OpenAIChatUsage.Read(ref reader) is { } read && read != TokenUsage.Zero ? read : null;
    }

    private static string? FindText(JsonBody json, ReadOnlySpan<byte> name) =>
        json.FindText(json.Root, name) is { IsEmpty: false } text ? text.ToString() : null;
}
