using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Passthrough;

namespace RouterMaestro.AspNetCore.Tests.Protocols.Toy;

/// <summary>Reads and writes complete responses of the toy protocol, and the members that its last frame has too.</summary>
public static class ToyResponse
{
    public static ResponseReading Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            return ToyError.Find(root) is { } failure ? new(failure)
                : new(new ChatResponse([new TextPart(root.GetProperty("reply").GetString()!)], FinishOf(root), UsageOf(root)));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return new(new UpstreamFailure(FailureKind.Malformed, "The toy's answer makes no sense."));
        }
    }

    public static PassthroughReading ReadPassthrough(ReadOnlySpan<byte> body)
    {
        var reading = Read(body.ToArray());
        return new() { Failure = reading.Failure, Usage = reading.Response?.Usage, Finish = reading.Response?.Finish };
    }

    public static void Write(Utf8JsonWriter json, ChatResponse response, LossSink losses)
    {
        json.WriteStartObject();
        json.WriteString("reply", string.Concat(response.Parts.OfType<TextPart>().Select(p => p.Text)));
        WriteEnd(json, response.Finish, response.Usage);
        json.WriteEndObject();
        if (response.Parts.Any(p => p is not TextPart))
        {
            losses.Add("content");
        }
    }

    public static void WriteEnd(Utf8JsonWriter json, FinishReason finish, TokenUsage? usage)
    {
        json.WriteString("end", finish == FinishReason.Length ? "cut" : "done");
        json.WriteStartArray("cost");
        json.WriteNumberValue(usage?.Prompt ?? 0);
        json.WriteNumberValue(usage?.Completion ?? 0);
        json.WriteEndArray();
    }

    public static FinishReason FinishOf(JsonElement root) => root.GetProperty("end").GetString() == "cut" ? FinishReason.Length : FinishReason.Stop;

    public static TokenUsage? UsageOf(JsonElement root) =>
        root.TryGetProperty("cost", out var cost) ? new(cost[0].GetInt64(), 0, 0, cost[1].GetInt64(), 0) : null;
}
