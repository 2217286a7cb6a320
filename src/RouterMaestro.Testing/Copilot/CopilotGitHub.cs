using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using RouterMaestro.Testing.Copilot.Rules;
using RouterMaestro.Testing.Json;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Copilot;

/// <summary>Answers as github.com and its API do: the device flow, the token exchange and the account endpoint.</summary>
internal sealed class CopilotGitHub(CopilotSimulator simulator, CopilotSimulatorOptions options, CopilotTokens tokens, CopilotLogins logins)
{
    private const string Json = "application/json; charset=utf-8";
    private const string GrantType = "urn:ietf:params:oauth:grant-type:device_code";
    private static readonly TimeSpan _refreshMargin = TimeSpan.FromMinutes(5);

    /// <summary>Returns the step for a request, and the one that it stands for where that is only later.</summary>
    public (SimulatedStep Step, Func<SimulatedStep> Unscripted) Answer(ReceivedRequest request, string path) => (request.Method, path) switch
    {
        ("POST", "/login/device/code") => Answer(request, DeviceCodeRefusal, simulator.DeviceCode, StartLogin),
        ("POST", "/login/oauth/access_token") => Answer(request, PollRefusal, simulator.LoginPoll, Poll),
        ("GET", "/login/device") => Always(SimulatedResponse.Raw(
            200, "text/html; charset=utf-8", "<html><title>Device Activation</title><body>Enter the code displayed on your device.</body></html>"u8.ToArray())),
        _ => NotFound,
    };

    /// <summary>Returns the same for a request to the API.</summary>
    public (SimulatedStep Step, Func<SimulatedStep> Unscripted) AnswerApi(ReceivedRequest request, string path) => (request.Method, path) switch
    {
        ("GET", "/copilot_internal/v2/token") => Answer(request, ExchangeRefusal, simulator.TokenExchange, Exchange),
        ("GET", "/copilot_internal/user") => Answer(request, AccountRefusal, simulator.AccountInfo, DescribeAccount),
        _ => NotFound,
    };

    /// <summary>Gives an error of a script the body that GitHub's API has.</summary>
    public static SimulatedStep InGitHubsWords(SimulatedStep step) => step is SimulatedError { Body: null } error
        ? error.WithBody(Json, Text(Message(error.Status, error.Message ?? ((HttpStatusCode)error.Status).ToString())))
        : step;

    private static (SimulatedStep Step, Func<SimulatedStep> Unscripted) NotFound => Always(Error(404, "Not Found"));

    private static (SimulatedStep Step, Func<SimulatedStep> Unscripted) Always(SimulatedStep step) => (step, () => step);

    private static (SimulatedStep Step, Func<SimulatedStep> Unscripted) Answer(
        ReceivedRequest request, Func<ReceivedRequest, SimulatedStep?> refusal, SimulatorRule rule, Func<ReceivedRequest, SimulatedStep> unscripted) =>
        (refusal(request) ?? rule.Next(request) ?? unscripted(request), () => unscripted(request));

    // whoever does not ask for JSON gets a form, as at GitHub
    private static SimulatedRawResponse OAuth(ReceivedRequest request, JsonObject body) =>
        request.Headers.GetValueOrDefault("Accept")?.Contains("json", StringComparison.OrdinalIgnoreCase) is true
            ? Body(200, Json, Text(body))
            : Body(200, "application/x-www-form-urlencoded; charset=utf-8", string.Join('&', body.Select(m => $"{m.Key}={WebUtility.UrlEncode(m.Value?.ToString())}")));

    private static SimulatedRawResponse OAuthError(ReceivedRequest request, string error, string description) => OAuth(request, new JsonObject
    {
        ["error"] = error,
        ["error_description"] = description,
        ["error_uri"] = "https://docs.github.com/developers/apps/authorizing-oauth-apps#error-codes-for-the-device-flow",
    });

    private static SimulatedRawResponse Body(int status, string contentType, string text) =>
        SimulatedResponse.Raw(status, contentType, System.Text.Encoding.UTF8.GetBytes(text));

    private static string Text(JsonObject body) => WireJson.Text(body);

    private static JsonObject Message(int status, string message) => new()
    {
        ["message"] = message,
        ["documentation_url"] = "https://docs.github.com/rest",
        ["status"] = status.ToString(CultureInfo.InvariantCulture),
    };

    private static SimulatedRawResponse Error(int status, string message) => Body(status, Json, Text(Message(status, message)));

    private SimulatedStep? DeviceCodeRefusal(ReceivedRequest request) =>
        request.Json is not { ValueKind: JsonValueKind.Object } body || body.GetText("client_id") != options.ClientId ? Error(404, "Not Found")
        : body.GetText("scope")?.Split(' ', ',').Contains("read:user") is not true
        ? OAuthError(request, "invalid_scope", "The scopes requested are invalid: read:user.")
        : null;

    private SimulatedStep? PollRefusal(ReceivedRequest request) =>
        request.Json is not { ValueKind: JsonValueKind.Object } body ? Error(404, "Not Found")
        : body.GetText("client_id") != options.ClientId
        ? OAuthError(request, "incorrect_client_credentials", "The client_id and/or client_secret passed are incorrect.")
        : body.GetText("grant_type") != GrantType
        ? OAuthError(request, "unsupported_grant_type", $"The grant type must be {GrantType}.")
        : null;

    private SimulatedRawResponse StartLogin(ReceivedRequest request)
    {
        var login = logins.Start();
        return OAuth(request, new JsonObject
        {
            ["device_code"] = login.DeviceCode,
            ["user_code"] = login.UserCode,
            ["verification_uri"] = $"{simulator.GitHubUrl}/login/device",
            ["expires_in"] = (long)options.LoginLifetime.TotalSeconds,
            ["interval"] = (long)Math.Ceiling(login.Interval.TotalSeconds),
        });
    }

    private SimulatedRawResponse Poll(ReceivedRequest request)
    {
        var (error, login) = logins.Poll(request.Json?.GetText("device_code") ?? "");
        if (error == "slow_down")
        {
            return OAuth(request, new JsonObject
            {
                ["error"] = error,
                ["error_description"] = "Too many requests have been made in the same timeframe.",
                ["interval"] = (long)Math.Ceiling(login!.Interval.TotalSeconds),
            });
        }

        return error is not null
            ? OAuthError(request, error, $"The login ended or waits: {error.Replace('_', ' ')}.")
            : OAuth(request, new JsonObject
            {
                ["access_token"] = tokens.AddGitHubToken(login!.Account!, options.GitHubTokenPrefix),
                ["token_type"] = "bearer",
                ["scope"] = options.GitHubTokenPrefix == "ghu_" ? "" : "read:user",
            });
    }

    private SimulatedStep? ExchangeRefusal(ReceivedRequest request) =>
        AccountRefusal(request) is { } refusal ? refusal
        : CopilotHeaderRules.ExchangeViolation(request.Headers) is { } text ? CopilotStep.PlainText(400, text)
        : AccountOf(request) is { HasLicence: false } account ? Body(403, Json, Text(new JsonObject
        {
            ["can_signup_for_limited"] = false,
            ["error_details"] = new JsonObject
            {
                ["url"] = "https://github.com/settings/copilot",
                ["message"] = $"You are currently logged in as {account.Login}.",
                ["title"] = "No access to GitHub Copilot found",
                ["notification_id"] = "no_copilot_access",
            },
            ["message"] = "Resource not accessible by integration",
        }))
        : null;

    private SimulatedStep? AccountRefusal(ReceivedRequest request) =>
        !request.Headers.ContainsKey("User-Agent") ? CopilotStep.PlainText(
            403, "Request forbidden by administrative rules. Please make sure your request has a User-Agent header.")
        : !request.Headers.ContainsKey("Authorization") ? Error(401, "Requires authentication")
        : AccountOf(request) is null ? Error(401, "Bad credentials")
        : null;

    private CopilotAccount? AccountOf(ReceivedRequest request) =>
        request.Headers.GetValueOrDefault("Authorization")?.Split(' ') is [var scheme, var token] && scheme.Equals("token", StringComparison.OrdinalIgnoreCase)
            ? tokens.FindGitHub(token)
            : null;

    private SimulatedRawResponse Exchange(ReceivedRequest request)
    {
        var account = AccountOf(request)!;
        var token = tokens.Mint(account, simulator);
        account.CountExchange();
        var refresh = simulator.RefreshIn ?? (simulator.TokenLifetime > _refreshMargin ? simulator.TokenLifetime - _refreshMargin : TimeSpan.Zero);
        var answer = new JsonObject
        {
            ["chat_enabled"] = true,
            ["copilotignore_enabled"] = false,
            ["expires_at"] = token.ExpiresAt.ToUnixTimeSeconds(),
            ["individual"] = account.Plan == "individual",
            ["limited_user_quotas"] = null,
            ["public_suggestions"] = "disabled",
            ["refresh_in"] = (long)refresh.TotalSeconds,
            ["sku"] = account.Sku,
            ["telemetry"] = "disabled",
            ["token"] = token.Value,
            ["tracking_id"] = account.Login,
        };
        if (!simulator.OmitsEndpoints)
        {
            answer["endpoints"] = new JsonObject
            {
                ["api"] = Address(simulator.AnnouncedApiUrl ?? simulator.ApiUrl),
                ["proxy"] = $"https://{simulator.ProxyEndpoint}",
                ["telemetry"] = "https://telemetry.individual.githubcopilot.com",
            };
        }

        return Body(200, Json, Text(answer));
    }

    private SimulatedRawResponse DescribeAccount(ReceivedRequest request)
    {
        var account = AccountOf(request)!;
        var reset = account.Limits.TryGetValue("premium_interactions", out var premium) ? premium.ResetsAt : null;
        var spent = simulator.Ledger.Entries.Where(e => e.Account == account.Login).Sum(e => e.NanoAiu);
        var answer = new JsonObject
        {
            ["login"] = account.Login,
            ["access_type_sku"] = account.Sku,
            ["copilot_plan"] = account.Plan,
            ["token_based_billing"] = true,
            ["credits_used"] = spent / 1e9,
            ["quota_reset_date"] = reset?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["quota_snapshots"] = new JsonObject(account.Limits.Where(limit => !CopilotLimit.IsRate(limit.Key))
                .Select(limit => KeyValuePair.Create<string, JsonNode?>(limit.Key, limit.Value.ToSnapshot(limit.Key)))),
            ["endpoints"] = new JsonObject { ["api"] = Address(simulator.ApiUrl) },
        };
        foreach (var (name, value) in account.ExtraMembers)
        {
            answer[name] = value?.DeepClone();
        }

        return Body(200, Json, Text(answer));
    }

    // an address that is only a host gets a slash at its end from Uri, which GitHub's has not
    private static string Address(Uri url) => url.ToString().TrimEnd('/');
}
