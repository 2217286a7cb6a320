using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RouterMaestro.Infrastructure.Providers.Modules;

namespace RouterMaestro.Infrastructure.Providers.GitHubCopilot;

/// <summary>GitHub's device flow, by which people log in without giving the gateway a password.</summary>
internal static class GitHubDeviceFlow
{
    // the public client of VS Code, whose tokens Copilot accepts
    private const string ClientId = "Iv1.b507a08c87ecfe98";
    private const string GrantType = "urn:ietf:params:oauth:grant-type:device_code";
    private const int MaxBytes = 64 * 1024;
    private static readonly TimeSpan _maxLife = TimeSpan.FromMinutes(15);

    // of an answer without an interval (RFC 8628, section 3.2)
    private static readonly TimeSpan _defaultInterval = TimeSpan.FromSeconds(5);

    // an interval of 0 would ask GitHub without a pause for as long as the person needs
    private static readonly TimeSpan _minInterval = TimeSpan.FromSeconds(1);

    /// <summary>Asks for a code.</summary>
    public static async Task<DeviceCode> BeginAsync(CopilotSettings settings, HttpMessageInvoker http, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["client_id"] = ClientId, ["scope"] = "read:user" };
        using var answer = await SendAsync(settings, http, "/login/device/code", body, cancellationToken).ConfigureAwait(false);
        var root = answer.RootElement;
        if (Text(root, "device_code") is not { } secret || Text(root, "user_code") is not { } code || Text(root, "verification_uri") is not { } page)
        {
            throw new HttpRequestException(Text(root, "error_description") is { } words ? GitHubRequests.Clean(words) : "GitHub's answer holds no code for the login.");
        }

        var life = Seconds(root, "expires_in") ?? _maxLife;
        var interval = Seconds(root, "interval") ?? _defaultInterval;
        return new(secret, code, page, life < _maxLife ? life : _maxLife, interval > _minInterval ? interval : _minInterval);
    }

    /// <summary>Asks for the token. GitHub answers with status 200 also while there is none.</summary>
    public static async Task<DeviceAnswer> AskAsync(CopilotSettings settings, HttpMessageInvoker http, DeviceCode code, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["client_id"] = ClientId, ["device_code"] = code.Secret, ["grant_type"] = GrantType };
        using var answer = await SendAsync(settings, http, "/login/oauth/access_token", body, cancellationToken).ConfigureAwait(false);
        var root = answer.RootElement;
        return Text(root, "access_token") is { } token ? new DeviceAnswer.Granted(token) : Text(root, "error") switch
        {
            "authorization_pending" => new DeviceAnswer.Pending(IsTooFast: false),
            "slow_down" => new DeviceAnswer.Pending(IsTooFast: true),
            "expired_token" => new DeviceAnswer.Expired(),
            "access_denied" => new DeviceAnswer.Failed("The login was denied in the browser."),
            null => throw new HttpRequestException("GitHub's answer holds neither a token nor an error."),
            var error => new DeviceAnswer.Failed($"GitHub refuses the login: {GitHubRequests.Clean(Text(root, "error_description") ?? error)}"),
        };
    }

    private static async Task<JsonDocument> SendAsync(
        CopilotSettings settings, HttpMessageInvoker http, string path, JsonObject body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, settings.GitHubUrl + path)
        {
            Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Headers.TryAddWithoutValidation("User-Agent", settings.UserAgent);
        using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var text = await GitHubRequests.ReadAsync(response, MaxBytes, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            throw new HttpRequestException($"GitHub answered the login with status {(int)response.StatusCode}.", inner: null, response.StatusCode);
        }

        try
        {
            var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document : throw new JsonException();
        }
        catch (JsonException exception)
        {
            throw new HttpRequestException("GitHub's answer to the login is not valid.", exception);
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    private static TimeSpan? Seconds(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds) && seconds is >= 0 and < 86400
            ? TimeSpan.FromSeconds(seconds)
            : null;
}
