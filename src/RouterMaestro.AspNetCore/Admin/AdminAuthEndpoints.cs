using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Ports;
using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.AspNetCore.Pipeline;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.AspNetCore.Admin;

/// <summary>Logs in at providers, stores their keys, and shows both without the secrets.</summary>
internal sealed class AdminAuthEndpoints(ILoginManager logins) : IAdminFeature
{
    private const int MaxBytes = 16 * 1024;

    private static readonly JsonDocumentOptions _strict = new() { AllowDuplicateProperties = false };

    public void Map(AdminRoutes routes)
    {
        routes.Map("GET", "/auth", ListAsync).WithName("ListRouterMaestroLogins").Produces<AuthListContract>();
        routes.Map("GET", "/auth/providers", ListMethodsAsync).WithName("ListRouterMaestroLoginMethods").Produces<LoginMethodListContract>();
        routes.Map("POST", "/auth/login", LoginAsync).WithName("RouterMaestroLogin").Produces<LoginContract>()
            .Produces<ErrorContract>(StatusCodes.Status400BadRequest)
            .Produces<ErrorContract>(StatusCodes.Status404NotFound)
            .Produces<ErrorContract>(StatusCodes.Status409Conflict)
            .Produces<ErrorContract>(StatusCodes.Status424FailedDependency)
            .Produces<ErrorContract>(StatusCodes.Status429TooManyRequests)
            .Produces<ErrorContract>(StatusCodes.Status502BadGateway);
        routes.Map("GET", "/auth/oauth/status/{id}", StatusAsync).WithName("GetRouterMaestroLogin").Produces<LoginStatusContract>()
            .Produces<ErrorContract>(StatusCodes.Status404NotFound);
        routes.Map("DELETE", "/auth/oauth/{id}", CancelAsync).WithName("CancelRouterMaestroLogin").Produces<LoginStatusContract>()
            .Produces<ErrorContract>(StatusCodes.Status404NotFound);
        routes.Map("DELETE", "/auth/{provider}", LogoutAsync).WithName("RouterMaestroLogout").Produces<LogoutContract>()
            .Produces<ErrorContract>(StatusCodes.Status404NotFound)
            .Produces<ErrorContract>(StatusCodes.Status409Conflict);
        routes.Map("GET", "/auth/{provider}/quota", QuotaAsync).WithName("GetRouterMaestroQuota").Produces<AccountQuotaContract>()
            .Produces<ErrorContract>(StatusCodes.Status404NotFound)
            .Produces<ErrorContract>(StatusCodes.Status409Conflict)
            .Produces<ErrorContract>(StatusCodes.Status424FailedDependency)
            .Produces<ErrorContract>(StatusCodes.Status502BadGateway);
    }

    private static async Task<LoginRequestContract> ReadAsync(HttpContext http)
    {
        using var body = await BodyReader.ReadAsync(http, MaxBytes, MemoryBudget.Unlimited, http.RequestAborted).ConfigureAwait(false);
        try
        {
            using var document = JsonDocument.Parse(body.Memory, _strict);
            if (document.RootElement is not { ValueKind: JsonValueKind.Object } root)
            {
                throw Invalid("The body must be an object such as {\"provider\": \"github-copilot\"}.");
            }

            if (root.EnumerateObject().FirstOrDefault(member => member.Name is not ("provider" or "api_key" or "login_token" or "verify")) is { Value.ValueKind: not JsonValueKind.Undefined } other)
            {
                throw Invalid($"The body has the unknown member '{other.Name}'; it may have 'provider', 'api_key', 'login_token' and 'verify'.");
            }

            return new LoginRequestContract(Text(root, "provider") ?? throw Invalid("The body must name the 'provider', as a text."))
            {
                ApiKey = Text(root, "api_key"),
                LoginToken = Text(root, "login_token"),
                Verify = !root.TryGetProperty("verify", out var verify) || verify.ValueKind switch
                {
                    JsonValueKind.True => true,
                    JsonValueKind.False => false,
                    _ => throw Invalid("'verify' must be true or false."),
                },
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw Invalid("The body is not valid JSON.");
        }
    }

    private static string? Text(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String && value.GetString()!.Trim() is { Length: > 0 } text ? text : throw Invalid($"'{name}' must be a text that is not blank.");
    }

    private static RouterException Invalid(string message) => new(RouterError.Invalid(null, message));

    private static RouterException Unknown(string code, string message) => new(new RouterError(RouterErrorKind.NotFound, 404, message) { Code = code });

    // routing decodes every escape of a path but that of the slash
    private static string ProviderOf(HttpContext http) =>
        ((string)http.Request.RouteValues["provider"]!).Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private static AccountLimitContract ToContract(AccountLimit limit) => new(limit.Name, limit.Raw, limit.SeenAt)
    {
        PercentLeft = limit.PercentLeft,
        ResetsAt = limit.ResetsAt,
        IsUnlimited = limit.IsUnlimited,
    };

    private Task ListAsync(HttpContext http)
    {
        var accounts = logins.List().Select(account => new AuthContract(account.Provider, account.IsLogin ? "oauth" : "api", account.Problem is null ? "active" : "expired")
        {
            Problem = account.Problem,
            Limits = account.Limits.IsEmpty ? null : [.. account.Limits.Select(ToContract)],
        });
        return JsonResult.WriteAsync(http, new AuthListContract([.. accounts]), AdminJson.Default.AuthListContract);
    }

    private Task ListMethodsAsync(HttpContext http)
    {
        var methods = logins.ListMethods().Select(method => new LoginMethodContract(
            method.Provider,
            method.DisplayName,
            method.IsLogin ? "oauth" : "api",
            method.NeedsCredential,
            method.Source == ProviderSource.BuiltIn ? "builtin" : "custom",
            method.KeyVariable,
            method.IsStored));
        return JsonResult.WriteAsync(http, new LoginMethodListContract([.. methods]), AdminJson.Default.LoginMethodListContract);
    }

    private async Task LoginAsync(HttpContext http)
    {
        var request = await ReadAsync(http).ConfigureAwait(false);
        http.Response.Headers.CacheControl = "no-store";
        await JsonResult.WriteAsync(http, await LoginAsync(request, http.RequestAborted).ConfigureAwait(false), AdminJson.Default.LoginContract).ConfigureAwait(false);
    }

    private async Task<LoginContract> LoginAsync(LoginRequestContract request, CancellationToken cancellationToken)
    {
        if (request is { ApiKey: not null, LoginToken: not null })
        {
            throw Invalid("The body has both 'api_key' and 'login_token': send one of them.");
        }

        if (request.LoginToken is { } token)
        {
            var warning = await logins.StoreLoginAsync(request.Provider, token, cancellationToken).ConfigureAwait(false);
            return new() { Success = true, Provider = request.Provider, Warning = warning };
        }

        if (request.ApiKey is { } key)
        {
            var warning = await logins.StoreKeyAsync(request.Provider, key, request.Verify, cancellationToken).ConfigureAwait(false);
            return new() { Success = true, Provider = request.Provider, Warning = warning };
        }

        if (logins.ListMethods().Any(method => method.Provider.Equals(request.Provider, StringComparison.OrdinalIgnoreCase) && !method.IsLogin))
        {
            throw new RouterException(RouterError.Invalid("api_key", $"'{request.Provider}' takes a key: send it as 'api_key'."));
        }

        var ticket = await logins.BeginAsync(request.Provider, cancellationToken).ConfigureAwait(false);
        return new()
        {
            SessionId = ticket.Session,
            UserCode = ticket.UserCode,
            VerificationUri = ticket.VerificationUri,
            ExpiresIn = (int)ticket.ExpiresIn.TotalSeconds,
        };
    }

    private Task StatusAsync(HttpContext http) => WriteAsync(http, logins.Find(SessionOf(http)));

    private Task CancelAsync(HttpContext http) => WriteAsync(http, logins.Cancel(SessionOf(http)));

    private static string SessionOf(HttpContext http) => (string)http.Request.RouteValues["id"]!;

    private static Task WriteAsync(HttpContext http, LoginState? found)
    {
        var state = found ?? throw Unknown("login_not_found", "There is no such login: it has ended, or the gateway was started again. Begin another one.");
        return JsonResult.WriteAsync(http, new LoginStatusContract(state.Status.ToString().ToLowerInvariant(), state.Error), AdminJson.Default.LoginStatusContract);
    }

    private Task LogoutAsync(HttpContext http)
    {
        var provider = ProviderOf(http);
        return logins.Remove(provider)
            ? JsonResult.WriteAsync(http, new LogoutContract(true, provider), AdminJson.Default.LogoutContract)
            : throw Unknown("not_logged_in", $"Neither a key nor a login of '{provider}' is stored.");
    }

    private async Task QuotaAsync(HttpContext http)
    {
        var quota = await logins.ReadQuotaAsync(ProviderOf(http), http.RequestAborted).ConfigureAwait(false);
        var contract = new AccountQuotaContract(quota.Provider, [.. quota.Limits.Select(ToContract)], quota.Account);
        await JsonResult.WriteAsync(http, contract, AdminJson.Default.AccountQuotaContract).ConfigureAwait(false);
    }
}
