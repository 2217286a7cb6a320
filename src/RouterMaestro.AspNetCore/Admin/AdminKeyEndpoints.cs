using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Ports;
using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.AspNetCore.Auth;
using RouterMaestro.AspNetCore.Pipeline;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.AspNetCore.Admin;

/// <summary>Lists, adds and revokes the named keys of callers. A key itself is in the response that adds it, and nowhere else.</summary>
/// <param name="clock">The clock.</param>
/// <param name="store">The keys; null if the host has no store.</param>
internal sealed class AdminKeyEndpoints(TimeProvider clock, IGatewayKeyStore? store = null) : IAdminFeature
{
    private const int MaxBytes = 16 * 1024;

    private static readonly JsonDocumentOptions _strict = new() { AllowDuplicateProperties = false };

    public void Map(AdminRoutes routes)
    {
        routes.Map("GET", "/keys", ListAsync).WithName("ListRouterMaestroKeys").Produces<GatewayKeyListContract>()
            .Produces<ErrorContract>(StatusCodes.Status503ServiceUnavailable);
        routes.Map("POST", "/keys", AddAsync).WithName("AddRouterMaestroKey").Produces<NewGatewayKeyContract>(StatusCodes.Status201Created)
            .Produces<ErrorContract>(StatusCodes.Status400BadRequest)
            .Produces<ErrorContract>(StatusCodes.Status409Conflict);
        routes.Map("DELETE", "/keys/{name}", RevokeAsync).WithName("RevokeRouterMaestroKey").Produces<RevokedGatewayKeyContract>()
            .Produces<ErrorContract>(StatusCodes.Status404NotFound)
            .Produces<ErrorContract>(StatusCodes.Status409Conflict);
    }

    private static async Task<string> ReadNameAsync(HttpContext http)
    {
        using var body = await BodyReader.ReadAsync(http, MaxBytes, MemoryBudget.Unlimited, http.RequestAborted).ConfigureAwait(false);
        try
        {
            using var document = JsonDocument.Parse(body.Memory, _strict);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root && root.EnumerateObject().ToArray() is [{ Name: "name", Value: { ValueKind: JsonValueKind.String } name }]
                ? name.GetString()!
                : throw new RouterException(RouterError.Invalid(null, """The body must be {"name": "…"} and nothing else: the gateway makes the key itself."""));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new RouterException(RouterError.Invalid(null, "The body is not valid JSON."));
        }
    }

    private static async Task<bool> StoreAsync(Func<Task<bool>> change)
    {
        try
        {
            return await change().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RouterException(
                new RouterError(RouterErrorKind.Internal, 503, "The keys cannot be stored: the gateway's log has the reason. Nothing has changed.") { Code = "keys_not_written" }, exception);
        }
    }

    private static RouterException Refused(int status, string code, string message) =>
        new(new RouterError(status == StatusCodes.Status404NotFound ? RouterErrorKind.NotFound : RouterErrorKind.InvalidRequest, status, message) { Code = code });

    private Task ListAsync(HttpContext http)
    {
        if ((store as IProblemSource)?.Problems.FirstOrDefault() is { } problem)
        {
            throw new RouterException(new RouterError(RouterErrorKind.Internal, 503, $"{problem.File} {problem.Message}.") { Code = "keys_unreadable" });
        }

        var keys = (store?.Keys ?? []).OrderBy(key => key.CreatedAt).Select(key => new GatewayKeyContract(key.Name, key.CreatedAt));
        return JsonResult.WriteAsync(http, new GatewayKeyListContract([.. keys]), AdminJson.Default.GatewayKeyListContract);
    }

    private async Task AddAsync(HttpContext http)
    {
        var name = await ReadNameAsync(http).ConfigureAwait(false);
        if (KeyNames.ErrorOf(name) is { } error)
        {
            throw Refused(StatusCodes.Status400BadRequest, "key_name_invalid", error);
        }

        var key = RandomKey.Create();
        var named = new NamedGatewayKey(name, KeyDigest.HexOf(key), clock.GetUtcNow());
        if (!await StoreAsync(() => Store().TryAddAsync(named, http.RequestAborted)).ConfigureAwait(false))
        {
            throw Refused(StatusCodes.Status409Conflict, "key_exists", $"There is a key '{name}' already: revoke it first, or choose another name.");
        }

        http.Response.StatusCode = StatusCodes.Status201Created;
        http.Response.Headers.CacheControl = "no-store";
        await JsonResult.WriteAsync(http, new NewGatewayKeyContract(named.Name, named.CreatedAt, key), AdminJson.Default.NewGatewayKeyContract).ConfigureAwait(false);
    }

    private async Task RevokeAsync(HttpContext http)
    {
        var name = (string)http.Request.RouteValues["name"]!;
        if (!await StoreAsync(() => Store().TryRemoveAsync(name, http.RequestAborted)).ConfigureAwait(false))
        {
            throw Refused(StatusCodes.Status404NotFound, "key_not_found", $"There is no key '{name}'.");
        }

        await JsonResult.WriteAsync(http, new RevokedGatewayKeyContract(name), AdminJson.Default.RevokedGatewayKeyContract).ConfigureAwait(false);
    }

    private IGatewayKeyStore Store() => store ?? throw Refused(
        StatusCodes.Status409Conflict, "no_key_store", "This gateway has no store for named keys: its host adds one with UseKeyFile() or an IGatewayKeyStore of its own.");
}
