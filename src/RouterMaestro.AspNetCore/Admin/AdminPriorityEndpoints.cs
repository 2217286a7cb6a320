using System.Text.Json;
using System.Text.Json.Nodes;
using MediatR;
using Microsoft.AspNetCore.Http;
using RouterMaestro.Application.Configuration;
using RouterMaestro.AspNetCore.Pipeline;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.AspNetCore.Admin;

/// <summary>Serves the routing settings to operators and changes them.</summary>
internal sealed class AdminPriorityEndpoints(IMediator mediator) : IAdminFeature
{
    private const int MaxBytes = 1024 * 1024;

    private static readonly JsonDocumentOptions _strict = new() { AllowDuplicateProperties = false };

    public void Map(AdminRoutes routes)
    {
        routes.Map("GET", "/priorities", GetAsync);
        routes.Map("PUT", "/priorities", http => ChangeAsync(http, isPatch: false));
        routes.Map("PATCH", "/priorities", http => ChangeAsync(http, isPatch: true));
    }

    private static Task WriteAsync(HttpContext http, RoutingDocument document)
    {
        http.Response.Headers.ETag = $"\"{document.Revision}\"";
        return JsonResult.WriteAsync(http, static (json, document) =>
        {
            json.WriteStartObject();
            foreach (var (name, value) in document.Content.Where(member => member.Key != RoutingDocument.RevisionMember))
            {
                json.WritePropertyName(name);
                if (value is null)
                {
                    json.WriteNullValue();
                }
                else
                {
                    value.WriteTo(json);
                }
            }

            json.WriteString(RoutingDocument.RevisionMember, document.Revision);
            json.WriteEndObject();
        }, document);
    }

    private static async Task<JsonObject> ReadAsync(HttpContext http)
    {
        using var body = await BodyReader.ReadAsync(http, MaxBytes).ConfigureAwait(false);
        try
        {
            return JsonNode.Parse(body.Memory.Span, documentOptions: _strict) as JsonObject ?? throw Invalid("The body must be a JSON object.");
        }
        catch (JsonException exception)
        {
            throw Invalid($"The body is not valid JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}).");
        }
    }

    private static RouterException Invalid(string message) => new(RouterError.Invalid(null, message));

    private async Task GetAsync(HttpContext http) =>
        await WriteAsync(http, await mediator.Send(new GetRouting(), http.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false);

    private async Task ChangeAsync(HttpContext http, bool isPatch)
    {
        var content = await ReadAsync(http).ConfigureAwait(false);
        var revisions = RevisionPrecondition.Take(http.Request.Headers.IfMatch, content);
        switch (await mediator.Send(new SetRouting(content, isPatch, revisions), http.RequestAborted).ConfigureAwait(false))
        {
            case RoutingChange.Done done:
                await WriteAsync(http, done.Document).ConfigureAwait(false);
                break;
            case RoutingChange.Stale stale:
                http.Response.Headers.ETag = $"\"{stale.CurrentRevision}\"";
                await AdminErrors.WriteAsync(
                    http, 409, "config_revision_conflict", "The settings have changed meanwhile: read them again.",
                    static (json, revision) => json.WriteString("current_revision", revision), stale.CurrentRevision).ConfigureAwait(false);
                break;
            case RoutingChange.Invalid invalid:
                await AdminErrors.WriteAsync(
                    http, 400, "config_invalid", string.Join("; ", invalid.Errors), static (json, errors) => WriteErrors(json, errors), invalid.Errors).ConfigureAwait(false);
                break;
        }
    }

    private static void WriteErrors(Utf8JsonWriter json, IEnumerable<string> errors)
    {
        json.WriteStartArray("errors");
        foreach (var error in errors)
        {
            json.WriteStringValue(error);
        }

        json.WriteEndArray();
    }
}
