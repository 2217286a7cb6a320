using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Ports;
using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.AspNetCore.Pipeline;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.AspNetCore.Admin;

/// <summary>Shows the providers to operators, and changes and tests them while the gateway runs.</summary>
internal sealed class AdminProviderEndpoints(IProviderManager providers) : IAdminFeature
{
    private const int MaxBytes = 1024 * 1024;

    private static readonly JsonDocumentOptions _strict = new() { AllowDuplicateProperties = false };

    public void Map(AdminRoutes routes)
    {
        const string One = "/providers/{name}";
        routes.Map("GET", "/providers", ListAsync).WithName("ListRouterMaestroProviders").Produces<ProviderListContract>();
        routes.Map("GET", One, GetAsync).WithName("GetRouterMaestroProvider").Produces<ProviderContract>()
            .Produces<ErrorContract>(StatusCodes.Status404NotFound);
        MapChange("PUT", http => SetAsync(http, isPatch: false)).WithName("SetRouterMaestroProvider")
            .Produces<ProviderContract>().Produces<ProviderContract>(StatusCodes.Status201Created)
            .Produces<ErrorContract>(StatusCodes.Status412PreconditionFailed);
        MapChange("PATCH", http => SetAsync(http, isPatch: true)).WithName("PatchRouterMaestroProvider")
            .Produces<ProviderContract>().Produces<ProviderContract>(StatusCodes.Status201Created)
            .Produces<ErrorContract>(StatusCodes.Status412PreconditionFailed);
        MapChange("DELETE", RemoveAsync).WithName("RemoveRouterMaestroProvider").Produces<ProviderRemovedContract>();
        routes.Map("POST", One + "/test", TestAsync).WithName("TestRouterMaestroProvider").Produces<ProviderTestContract>()
            .Produces<ErrorContract>(StatusCodes.Status400BadRequest)
            .Produces<ErrorContract>(StatusCodes.Status404NotFound);

        RouteHandlerBuilder MapChange(string method, Func<HttpContext, Task> endpoint) => routes.Map(method, One, endpoint)
            .Produces<ErrorContract>(StatusCodes.Status400BadRequest)
            .Produces<ErrorContract>(StatusCodes.Status404NotFound)
            .Produces<ErrorContract>(StatusCodes.Status409Conflict);
    }

    private Task ListAsync(HttpContext http)
    {
        var listing = providers.List();
        Tag(http, listing.Revision);
        return JsonResult.WriteAsync(http, listing.ToContract(), AdminJson.Default.ProviderListContract);
    }

    private Task GetAsync(HttpContext http)
    {
        var name = NameOf(http);
        var listing = providers.List();
        var provider = listing.Providers.FirstOrDefault(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? throw Unknown(name);
        Tag(http, listing.Revision);
        return JsonResult.WriteAsync(http, provider.ToContract() with { Revision = listing.Revision }, AdminJson.Default.ProviderContract);
    }

    private async Task SetAsync(HttpContext http, bool isPatch)
    {
        var entry = await ReadAsync(http).ConfigureAwait(false) ?? throw new RouterException(RouterError.Invalid(null, "The body must be the provider's entry."));
        var revisions = RevisionPrecondition.TakeIfNamed(http.Request.Headers.IfMatch, entry);
        var mustBeNew = RevisionPrecondition.MustBeNew(http.Request.Headers.IfNoneMatch);
        var change = providers.Set(new(NameOf(http), JsonOf(entry), isPatch, revisions) { MustBeNew = mustBeNew });
        if (change is ProviderChange.Done { Provider: { } provider } done)
        {
            http.Response.StatusCode = done.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK;
            Tag(http, done.Revision);
            var contract = provider.ToContract() with { Revision = done.Revision, Warnings = done.Warnings.IsEmpty ? null : done.Warnings };
            await JsonResult.WriteAsync(http, contract, AdminJson.Default.ProviderContract).ConfigureAwait(false);
        }
        else
        {
            await RefuseAsync(http, change).ConfigureAwait(false);
        }
    }

    private async Task RemoveAsync(HttpContext http)
    {
        var name = NameOf(http);
        var change = providers.Remove(name, RevisionPrecondition.TakeIfNamed(http.Request.Headers.IfMatch, []));
        if (change is ProviderChange.Done done)
        {
            Tag(http, done.Revision);
            var removed = new ProviderRemovedContract(name, done.Revision) { Remains = done.Provider?.ToContract() };
            await JsonResult.WriteAsync(http, removed, AdminJson.Default.ProviderRemovedContract).ConfigureAwait(false);
        }
        else
        {
            await RefuseAsync(http, change).ConfigureAwait(false);
        }
    }

    private async Task TestAsync(HttpContext http)
    {
        var (name, entry) = (NameOf(http), await ReadAsync(http).ConfigureAwait(false));
        var test = await providers.TestAsync(name, entry is null ? null : JsonOf(entry), http.RequestAborted).ConfigureAwait(false) ?? throw Unknown(name);
        var written = entry is not null && test.Failure is { Errors: { IsEmpty: false } errors }
            ? WriteInvalidAsync(http, errors)
            : JsonResult.WriteAsync(http, test.ToContract(), AdminJson.Default.ProviderTestContract);
        await written.ConfigureAwait(false);
    }

    private static Task WriteInvalidAsync(HttpContext http, EquatableArray<string> errors) => AdminErrors.WriteAsync(http, StatusCodes.Status400BadRequest, new()
    {
        Code = "config_invalid",
        Message = string.Join("; ", errors),
        Errors = errors,
    });

    private static Task RefuseAsync(HttpContext http, ProviderChange change)
    {
        switch (change)
        {
            case ProviderChange.Stale stale:
                Tag(http, stale.CurrentRevision);
                return AdminErrors.WriteAsync(http, StatusCodes.Status409Conflict, new()
                {
                    Code = ErrorDetailContract.RevisionConflict,
                    Message = "The providers have changed meanwhile: read them again.",
                    CurrentRevision = stale.CurrentRevision,
                });
            case ProviderChange.Done done:
                // an edit by hand came right behind the change and took the provider away
                Tag(http, done.Revision);
                return AdminErrors.WriteAsync(http, StatusCodes.Status409Conflict, new()
                {
                    Code = ErrorDetailContract.RevisionConflict,
                    Message = "The providers have changed meanwhile: read them again.",
                    CurrentRevision = done.Revision,
                });
            case ProviderChange.Invalid invalid:
                return WriteInvalidAsync(http, invalid.Errors);
            case ProviderChange.Exists:
                return AdminErrors.WriteAsync(http, StatusCodes.Status412PreconditionFailed, new()
                {
                    Code = "provider_exists",
                    Message = $"There is a provider '{NameOf(http)}' already, and If-None-Match asks for a new one.",
                });
            default:
                throw Unknown(NameOf(http));
        }
    }

    private static async Task<JsonObject?> ReadAsync(HttpContext http)
    {
        using var body = await BodyReader.ReadAsync(http, MaxBytes, MemoryBudget.Unlimited, http.RequestAborted).ConfigureAwait(false);
        if (body.Length == 0)
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(body.Memory.Span, documentOptions: _strict) as JsonObject
                ?? throw new RouterException(RouterError.Invalid(null, "The body must be a JSON object."));
        }
        catch (JsonException exception)
        {
            throw new RouterException(RouterError.Invalid(null, exception.LineNumber is { } line
                ? $"The body is not valid JSON (line {line + 1}, byte {exception.BytePositionInLine + 1})."
                : "The body names a member twice."));
        }
    }

    private static RawJson JsonOf(JsonObject entry) => new(Encoding.UTF8.GetBytes(entry.ToJsonString()));

    // routing decodes every escape of a path but that of the slash
    private static string NameOf(HttpContext http) =>
        ((string)http.Request.RouteValues["name"]!).Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private static void Tag(HttpContext http, string revision) => http.Response.Headers.ETag = $"\"{revision}\"";

    private static RouterException Unknown(string name) =>
        new(new RouterError(RouterErrorKind.NotFound, 404, $"There is no provider '{name}'.") { Code = "provider_not_found" });
}
