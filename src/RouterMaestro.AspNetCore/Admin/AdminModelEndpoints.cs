using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.Http;
using RouterMaestro.Application.Models;
using RouterMaestro.AspNetCore.Pipeline;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.AspNetCore.Admin;

/// <summary>Lists the models for operators and refreshes them from the providers.</summary>
internal sealed class AdminModelEndpoints(IMediator mediator) : IAdminFeature
{
    public void Map(AdminRoutes routes)
    {
        routes.Map("GET", "/models", ListAsync);
        routes.Map("POST", "/models/refresh", RefreshAsync);
    }

    private static void Write(Utf8JsonWriter json, PrioritizedModel model)
    {
        var card = model.Card;
        json.WriteStartObject();
        json.WriteString("provider", card.Ref.Provider);
        json.WriteString("id", card.Ref.QualifiedId);
        json.WriteString("name", card.Name);
        WriteNumber(json, "priority", model.Priority);
        WriteProtocols(json, card);
        WriteNumber(json, "max_prompt_tokens", card.Limits.MaxPromptTokens);
        WriteNumber(json, "max_output_tokens", card.Limits.MaxOutputTokens);
        WriteNumber(json, "max_context_window_tokens", card.Limits.ContextWindow);
        json.WriteStartObject("operation_capabilities");
        WriteSupport(json, "tools", card.Capabilities.Tools);
        WriteSupport(json, "vision", card.Capabilities.Vision);
        WriteSupport(json, "reasoning", card.Capabilities.Reasoning);
        WriteSupport(json, "structured_output", card.Capabilities.StructuredOutput);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // the protocols of the provider are not repeated for each of its models
    private static void WriteProtocols(Utf8JsonWriter json, ModelCard card)
    {
        if (card.Protocols.IsEmpty)
        {
            return;
        }

        json.WriteStartArray("protocols");
        foreach (var protocol in card.Protocols)
        {
            json.WriteStringValue(protocol.Name);
        }

        json.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, int? number)
    {
        if (number is { } known)
        {
            json.WriteNumber(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void WriteSupport(Utf8JsonWriter json, string name, Support support) => json.WriteString(name, support switch
    {
        Support.Supported => "supported",
        Support.Unsupported => "unsupported",
        _ => "unknown",
    });

    private async Task ListAsync(HttpContext http)
    {
        var models = await mediator.Send(new ListPrioritizedModels(), http.RequestAborted).ConfigureAwait(false);
        await JsonResult.WriteAsync(http, static (json, models) =>
        {
            json.WriteStartObject();
            json.WriteStartArray("models");
            foreach (var model in models)
            {
                Write(json, model);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }, models).ConfigureAwait(false);
    }

    private async Task RefreshAsync(HttpContext http)
    {
        var count = await mediator.Send(new RefreshModels(), http.RequestAborted).ConfigureAwait(false);
        await JsonResult.WriteAsync(http, static (json, count) =>
        {
            json.WriteStartObject();
            json.WriteBoolean("success", true);
            json.WriteNumber("models_count", count);
            json.WriteEndObject();
        }, count).ConfigureAwait(false);
    }
}
