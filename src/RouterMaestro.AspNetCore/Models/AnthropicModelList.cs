using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using RouterMaestro.Application.Models;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.AspNetCore.Models;

/// <summary>Writes pages of models in the form of Anthropic's model list.</summary>
internal static class AnthropicModelList
{
    private const int DefaultLimit = 20;
    private const int MaxLimit = 1000;

    /// <summary>Gets the page that the query selects.</summary>
    /// <exception cref="RouterException">The query is not valid.</exception>
    public static AnthropicModelPage Page(EquatableArray<NamedModel> models, IQueryCollection query)
    {
        var limit = Limit(query["limit"]);
        var all = models.ToArray();
        if (query["before_id"].ToString() is { Length: > 0 } before)
        {
            var end = IndexOf(all, before, "before_id");
            return new(all[Math.Max(0, end - limit)..end].ToEquatableArray(), end > limit);
        }

        var start = query["after_id"].ToString() is { Length: > 0 } after ? IndexOf(all, after, "after_id") + 1 : 0;
        var stop = Math.Min(all.Length, start + limit);
        return new(all[start..stop].ToEquatableArray(), stop < all.Length);
    }

    public static void Write(Utf8JsonWriter json, AnthropicModelPage page)
    {
        json.WriteStartObject();
        json.WriteStartArray("data");
        foreach (var model in page.Models)
        {
            WriteModel(json, model);
        }

        json.WriteEndArray();
        json.WriteString("first_id", page.Models.IsEmpty ? null : page.Models[0].Name);
        json.WriteString("last_id", page.Models.IsEmpty ? null : page.Models[page.Models.Count - 1].Name);
        json.WriteBoolean("has_more", page.HasMore);
        json.WriteEndObject();
    }

    public static void WriteModel(Utf8JsonWriter json, NamedModel named)
    {
        var model = named.Card;
        json.WriteStartObject();
        json.WriteString("type", "model");
        json.WriteString("id", named.Name);
        json.WriteString("display_name", $"{model.Name} ({model.Ref.Provider})");
        json.WriteString("created_at", DateTimeOffset.FromUnixTimeSeconds(model.Created ?? 0).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        WriteLimit(json, "max_input_tokens", model.Limits.MaxPromptTokens ?? model.Limits.ContextWindow);
        WriteLimit(json, "max_tokens", model.Limits.MaxOutputTokens);
        if (model.Limits.ContextWindow is { } window)
        {
            json.WriteNumber("max_context_window_tokens", window);
        }

        // Anthropic's list names features of its own API here, such as batches
        json.WriteNull("capabilities");
        json.WriteEndObject();
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

/// <summary>A page of a model list.</summary>
/// <param name="Models">The models on the page.</param>
/// <param name="HasMore">True if more models follow in the requested direction.</param>
internal sealed record AnthropicModelPage(EquatableArray<NamedModel> Models, bool HasMore);
