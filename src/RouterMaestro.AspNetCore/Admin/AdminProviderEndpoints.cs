using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using RouterMaestro.Application.Ports;
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
        routes.Map("GET", "/providers", ListAsync);
        routes.Map("GET", "/providers/{name}", GetAsync);
        routes.Map("PUT", "/providers/{name}", http => SetAsync(http, isPatch: false));
        routes.Map("PATCH", "/providers/{name}", http => SetAsync(http, isPatch: true));
        routes.Map("DELETE", "/providers/{name}", RemoveAsync);
        routes.Map("POST", "/providers/{name}/test", TestAsync);
    }

    private Task ListAsync(HttpContext http)
    {
        var listing = providers.List();
        Tag(http, listing.Revision);
        return WriteAsync(http, new([.. listing.Providers.Select(p => p.ToContract())], listing.Revision), ProviderJson.Default.ProvidersResponse);
    }

    private Task GetAsync(HttpContext http)
    {
        var name = NameOf(http);
        var listing = providers.List();
        var provider = listing.Providers.FirstOrDefault(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? throw Unknown(name);
        Tag(http, listing.Revision);
        return WriteAsync(http, provider.ToContract() with { Revision = listing.Revision }, ProviderJson.Default.ProviderContract);
    }

    private async Task SetAsync(HttpContext http, bool isPatch)
    {
        var entry = await ReadAsync(http).ConfigureAwait(false) ?? throw new RouterException(RouterError.Invalid(null, "The body must be the provider's entry."));
        var revisions = RevisionPrecondition.TakeIfNamed(http.Request.Headers.IfMatch, entry);
        var change = providers.Set(new(NameOf(http), JsonOf(entry), isPatch, revisions));
        if (change is ProviderChange.Done { Provider: { } provider } done)
        {
            http.Response.StatusCode = done.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK;
            Tag(http, done.Revision);
            var contract = provider.ToContract() with { Revision = done.Revision, Warnings = done.Warnings.IsEmpty ? null : done.Warnings };
            await WriteAsync(http, contract, ProviderJson.Default.ProviderContract).ConfigureAwait(false);
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
            var removed = new ProviderRemovedResponse(name, done.Revision) { Remains = done.Provider?.ToContract() };
            await WriteAsync(http, removed, ProviderJson.Default.ProviderRemovedResponse).ConfigureAwait(false);
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
        await WriteAsync(http, test.ToContract(), ProviderJson.Default.ProviderTestResponse).ConfigureAwait(false);
    }

    private static Task RefuseAsync(HttpContext http, ProviderChange change)
    {
        switch (change)
        {
            case ProviderChange.Stale stale:
                Tag(http, stale.CurrentRevision);
                return AdminErrors.WriteAsync(
                    http, 409, "config_revision_conflict", "The providers have changed meanwhile: read them again.",
                    static (json, revision) => json.WriteString("current_revision", revision), stale.CurrentRevision);
            case ProviderChange.Invalid invalid:
                return AdminErrors.WriteAsync(http, 400, "config_invalid", string.Join("; ", invalid.Errors), WriteErrors, invalid.Errors);
            default:
                throw Unknown(NameOf(http));
        }
    }

    private static void WriteErrors(Utf8JsonWriter json, EquatableArray<string> errors)
    {
        json.WriteStartArray("errors");
        foreach (var error in errors)
        {
            json.WriteStringValue(error);
        }

        json.WriteEndArray();
    }

    private static async Task<JsonObject?> ReadAsync(HttpContext http)
    {
        using var body = await BodyReader.ReadAsync(http, MaxBytes).ConfigureAwait(false);
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
            throw new RouterException(
                RouterError.Invalid(null, $"The body is not valid JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1})."));
        }
    }

    private static Task WriteAsync<T>(HttpContext http, T value, JsonTypeInfo<T> type) =>
        JsonResult.WriteAsync(http, static (json, state) => JsonSerializer.Serialize(json, state.value, state.type), (value, type));

    private static RawJson JsonOf(JsonObject entry) => new(Encoding.UTF8.GetBytes(entry.ToJsonString()));

    private static string NameOf(HttpContext http) => (string)http.Request.RouteValues["name"]!;

    private static void Tag(HttpContext http, string revision) => http.Response.Headers.ETag = $"\"{revision}\"";

    private static RouterException Unknown(string name) =>
        new(new RouterError(RouterErrorKind.NotFound, 404, $"There is no provider '{name}'.") { Code = "provider_not_found" });
}
