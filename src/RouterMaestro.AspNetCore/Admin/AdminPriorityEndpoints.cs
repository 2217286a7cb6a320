using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using RouterMaestro.Application;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Configuration;
using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.AspNetCore.Pipeline;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.AspNetCore.Admin;

/// <summary>Serves the routing settings to operators and changes them.</summary>
internal sealed class AdminPriorityEndpoints(IAdmin admin) : IAdminFeature
{
    private const int MaxBytes = 1024 * 1024;

    private static readonly JsonDocumentOptions _strict = new() { AllowDuplicateProperties = false };

    private delegate Task<RoutingChange> Change(JsonObject content, EquatableArray<string>? revisions, CancellationToken cancellationToken);

    public void Map(AdminRoutes routes)
    {
        routes.Map("GET", "/priorities", GetAsync).WithName("GetRouterMaestroRouting").Produces<RoutingContract>();
        MapChange("PUT", "ReplaceRouterMaestroRouting", admin.ReplaceRoutingAsync);
        MapChange("PATCH", "PatchRouterMaestroRouting", admin.PatchRoutingAsync);

        void MapChange(string method, string name, Change change) =>
            routes.Map(method, "/priorities", http => ChangeAsync(http, change)).WithName(name).Produces<RoutingContract>()
                .Produces<ErrorContract>(StatusCodes.Status400BadRequest)
                .Produces<ErrorContract>(StatusCodes.Status409Conflict)
                .Produces<ErrorContract>(StatusCodes.Status412PreconditionFailed)
                .Produces<ErrorContract>(StatusCodes.Status428PreconditionRequired);
    }

    private static Task WriteAsync(HttpContext http, RoutingDocument document, EquatableArray<string> warnings = default)
    {
        http.Response.Headers.ETag = $"\"{document.Revision}\"";
        return JsonResult.WriteAsync(
            http, new RoutingContract(document.Content, document.Revision) { Warnings = [.. warnings] }, AdminJson.Default.RoutingContract);
    }

    private static async Task<JsonObject> ReadAsync(HttpContext http)
    {
        using var body = await BodyReader.ReadAsync(http, MaxBytes, MemoryBudget.Unlimited, http.RequestAborted).ConfigureAwait(false);
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

    private static async Task ChangeAsync(HttpContext http, Change change)
    {
        if (RevisionPrecondition.MustBeNew(http.Request.Headers.IfNoneMatch))
        {
            throw new RouterException(new RouterError(
                RouterErrorKind.InvalidRequest, StatusCodes.Status412PreconditionFailed, "There are routing settings already, and If-None-Match asks for new ones.")
            { Code = "priorities_exist" });
        }

        var content = await ReadAsync(http).ConfigureAwait(false);
        var revisions = RevisionPrecondition.Take(http.Request.Headers.IfMatch, content);

        // the response to a change can be sent back as it is
        content.Remove(RoutingContract.WarningsMember);
        switch (await change(content, revisions, http.RequestAborted).ConfigureAwait(false))
        {
            case RoutingChange.Done done:
                await WriteAsync(http, done.Document, done.Warnings).ConfigureAwait(false);
                break;
            case RoutingChange.Stale stale:
                http.Response.Headers.ETag = $"\"{stale.CurrentRevision}\"";
                await AdminErrors.WriteAsync(http, StatusCodes.Status409Conflict, new()
                {
                    Code = ErrorDetailContract.RevisionConflict,
                    Message = "The settings have changed meanwhile: read them again.",
                    CurrentRevision = stale.CurrentRevision,
                }).ConfigureAwait(false);
                break;
            case RoutingChange.Invalid invalid:
                await AdminErrors.WriteAsync(http, StatusCodes.Status400BadRequest, new()
                {
                    Code = "config_invalid",
                    Message = string.Join("; ", invalid.Errors),
                    Errors = [.. invalid.Errors],
                }).ConfigureAwait(false);
                break;
        }
    }

    private async Task GetAsync(HttpContext http) =>
        await WriteAsync(http, await admin.GetRoutingAsync(http.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false);
}
