using System.Globalization;
using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.ModelLists;

namespace RouterMaestro.Protocols.Anthropic;

/// <summary>Reads and writes Anthropic's list of models, which callers get in pages.</summary>
internal sealed class AnthropicModelList : IModelListCodec
{
    private const int DefaultLimit = 20;
    private const int MaxLimit = 1000;

    // Claude Code 2.1.330 ignores ids of a gateway's list that do not begin with claude or anthropic
    public string BareFamily => "claude";

    public EquatableArray<ModelCard> Read(string provider, ReadOnlyMemory<byte> body) => ModelListReader.Read(provider, body);

    public void Write(Utf8JsonWriter json, EquatableArray<NamedModel> models, Func<string, string?> query)
    {
        var page = PageOf(models.ToArray(), query, out var hasMore);
        json.WriteStartObject();
        json.WriteStartArray("data");
        foreach (var model in page)
        {
            WriteModel(json, model);
        }

        json.WriteEndArray();
        json.WriteString("first_id", page.IsEmpty ? null : page[0].Name);
        json.WriteString("last_id", page.IsEmpty ? null : page[^1].Name);
        json.WriteBoolean("has_more", hasMore);
        json.WriteEndObject();
    }

    public void WriteModel(Utf8JsonWriter json, NamedModel model)
    {
        var (name, card) = model;
        json.WriteStartObject();
        json.WriteString("type", "model");
        json.WriteString("id", name);
        json.WriteString("display_name", $"{card.Name} ({card.Ref.Provider})");
        json.WriteString("created_at", DateTimeOffset.FromUnixTimeSeconds(card.Created ?? 0).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        WriteLimit(json, "max_input_tokens", card.Limits.MaxPromptTokens ?? card.Limits.ContextWindow);
        WriteLimit(json, "max_tokens", card.Limits.MaxOutputTokens);
        if (card.Limits.ContextWindow is { } window)
        {
            json.WriteNumber("max_context_window_tokens", window);
        }

        // Anthropic's list names features of its own API here, such as batches
        json.WriteNull("capabilities");
        json.WriteEndObject();
    }

    /// <summary>Gets the page that the query selects.</summary>
    private static ReadOnlySpan<NamedModel> PageOf(NamedModel[] all, Func<string, string?> query, out bool hasMore)
    {
        var limit = Limit(query("limit"));
        if (query("before_id") is { Length: > 0 } before)
        {
            var end = IndexOf(all, before, "before_id");
            hasMore = end > limit;
            return all.AsSpan(Math.Max(0, end - limit)..end);
        }

        var start = query("after_id") is { Length: > 0 } after ? IndexOf(all, after, "after_id") + 1 : 0;
        var stop = Math.Min(all.Length, start + limit);
        hasMore = stop < all.Length;
        return all.AsSpan(start..stop);
    }

    private static void WriteLimit(Utf8JsonWriter json, string name, int? tokens)
    {
        if (tokens is { } known)
        {
            json.WriteNumber(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static int Limit(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return DefaultLimit;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MaxLimit
            ? limit
            : throw new RouterException(RouterError.Invalid("limit", $"'limit' must be a number from 1 to {MaxLimit}"));
    }

    private static int IndexOf(NamedModel[] models, string id, string param)
    {
        var index = Array.FindIndex(models, m => m.Name == id);
        return index >= 0 ? index : throw new RouterException(RouterError.Invalid(param, $"'{param}' names no model of the list"));
    }
}
