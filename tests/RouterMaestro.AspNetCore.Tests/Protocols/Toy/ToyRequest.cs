using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.AspNetCore.Tests.Protocols.Toy;

/// <summary>Reads and writes requests of the toy protocol.</summary>
public static class ToyRequest
{
    public static FactsReading ReadFacts(ReadOnlySpan<byte> body, RequestHints hints)
    {
        try
        {
            var request = Read(body.ToArray(), hints);
            return new(RequestFacts.Of(request) with { Size = body.Length }, map: default);
        }
        catch (RouterException exception)
        {
            return new(exception.Error);
        }
    }

    public static ChatRequest Read(ReadOnlyMemory<byte> body, RequestHints hints)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            var messages = root.GetProperty("say").EnumerateArray().Select(MessageOf).ToEquatableArray();
            return messages.IsEmpty ? throw Invalid() : new ChatRequest(hints.Model ?? "", messages)
            {
                Stream = hints.Stream ?? false,
                Sampling = new Sampling { MaxTokens = root.TryGetProperty("max", out var max) ? max.GetInt32() : null },
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw Invalid();
        }
    }

    public static void Write(Utf8JsonWriter json, ChatRequest request, LossSink losses)
    {
        json.WriteStartObject();
        json.WriteStartArray("say");
        foreach (var message in request.Messages)
        {
            Write(json, message, losses);
        }

        json.WriteEndArray();
        if (request.Sampling.MaxTokens is { } max)
        {
            json.WriteNumber("max", max);
        }

        json.WriteEndObject();
        AddLosses(request, losses);
    }

    private static RouterException Invalid() => new(RouterError.Invalid("say", "'say' must hold lines of a speaker and a text"));

    private static Message MessageOf(JsonElement line)
    {
        var role = line[0].GetString() switch
        {
            "rule" => Role.System,
            "user" => Role.User,
            "bot" => Role.Assistant,
            _ => throw Invalid(),
        };
        return new(role, [new TextPart(line[1].GetString() ?? throw Invalid())]);
    }

    private static void Write(Utf8JsonWriter json, Message message, LossSink losses)
    {
        foreach (var part in message.Parts)
        {
            if (part is not TextPart text)
            {
                losses.Add("messages.content");
                continue;
            }

            json.WriteStartArray();
            json.WriteStringValue(message.Role switch
            {
                Role.User => "user",
                Role.Assistant => "bot",
                _ => "rule",
            });
            json.WriteStringValue(text.Text.ToString());
            json.WriteEndArray();
        }
    }

    private static void AddLosses(ChatRequest request, LossSink losses)
    {
        if (!request.Tools.IsEmpty)
        {
            losses.Add("tools");
        }

        if (request.Sampling.Temperature is not null)
        {
            losses.Add("temperature");
        }

        foreach (var field in request.Extensions.Fields)
        {
            if (!field.IsImplicit)
            {
                losses.Add(field.Name);
            }
        }
    }
}
