using System.Text;
using System.Text.Json.Nodes;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Infrastructure.Tests.Providers.GitHubCopilot;

/// <summary>No secret is in a log line, response, header field or admin document, also if GitHub and Copilot send it back in their errors.</summary>
public sealed class CopilotCanaryTests
{
    private static readonly string[] _callers = ["chat", "responses", "messages"];

    [Fact]
    public async Task No_secret_leaves_the_gateway_over_any_error_of_Copilot()
    {
        await using var gateway = await CopilotGateway.StartAsync(second: "work", priorities: """{"fallback":{"strategy":"same-model"}}""");
        var seen = new StringBuilder();
        foreach (var step in Steps())
        {
            foreach (var caller in _callers)
            {
                foreach (var stream in new[] { false, true })
                {
                    gateway.Copilot.Reply(step);
                    seen.Append(await gateway.RunAsync(SendAsync(gateway, caller, stream), step: 2));
                }
            }
        }

        await LookAroundAsync(gateway, seen);
        AssertNoSecret(gateway, seen.ToString());
    }

    [Fact]
    public async Task No_secret_leaves_the_gateway_over_any_error_of_GitHub()
    {
        await using var gateway = await CopilotGateway.StartAsync(second: "work");
        var seen = new StringBuilder();
        foreach (var status in new[] { 400, 401, 403, 404, 429, 500, 503 })
        {
            foreach (var form in _forms)
            {
                gateway.Clock.Advance(TimeSpan.FromMinutes(31));
                gateway.Copilot.ExpireTokens();
                gateway.Copilot.TokenExchange.Reply(request => Echo(request, status, form));
                gateway.Copilot.AccountInfo.Reply(request => Echo(request, status, form));
                gateway.Copilot.DeviceCode.Reply(request => Echo(request, status, form));
                seen.Append(await gateway.RunAsync(SendAsync(gateway, "chat", stream: false), step: 1));
                seen.Append(await gateway.RunAsync(gateway.SendAsync(HttpMethod.Get, "api/admin/auth/github-copilot/quota"), step: 1));
                seen.Append(await gateway.RunAsync(gateway.SendAsync(HttpMethod.Post, "api/admin/auth/login", """{"provider":"github-copilot@work"}"""), step: 1));
            }
        }

        await LookAroundAsync(gateway, seen);
        AssertNoSecret(gateway, seen.ToString());
    }

    [Fact]
    public async Task No_secret_leaves_the_gateway_over_a_login_that_fails()
    {
        await using var gateway = await CopilotGateway.StartAsync();
        var token = gateway.Copilot.AddGitHubToken(prefix: "github_pat_");
        var seen = new StringBuilder();
        foreach (var error in new[] { $"{{\"error\":\"{token}\"}}", $"{{\"error\":\"access_denied\",\"error_description\":\"{token} is no token\"}}", token, $"[\"{token}\"]" })
        {
            gateway.Copilot.LoginPoll.Reply(SimulatedResponse.Raw(200, "application/json", Encoding.UTF8.GetBytes(error)));
            gateway.Copilot.TokenExchange.Reply(request => Echo(request, 403, _forms[0]));
            seen.Append(await gateway.RunAsync(gateway.SendAsync(HttpMethod.Post, "api/admin/auth/login", $$"""{"provider":"github-copilot","api_key":"{{token}}"}"""), step: 1));
            var login = await CopilotLoginTests.BeginAsync(gateway);
            for (var i = 0; i < 4; i++)
            {
                seen.Append(await StatusAfterPollAsync(gateway, login));
            }
        }

        await LookAroundAsync(gateway, seen);
        AssertNoSecret(gateway, seen.ToString(), token);
    }

    /// <summary>Lets GitHub be asked once more, and returns how the login stands then.</summary>
    private static async Task<string> StatusAfterPollAsync(CopilotGateway gateway, JsonNode login)
    {
        var before = gateway.Copilot.Requests.Count;
        for (var i = 0; ; i++)
        {
            // the pause grows after answers that make no sense
            gateway.Clock.Advance(TimeSpan.FromSeconds(6));
            var (_, status) = await gateway.SendAsync(HttpMethod.Get, $"api/admin/auth/oauth/status/{login["session_id"]}");

            // a login that has ended asks no more
            if (gateway.Copilot.Requests.Count > before || !status.Contains("\"pending\"", StringComparison.Ordinal))
            {
                return status;
            }

            Assert.True(i < 400, "GitHub was not asked.");
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }
    }

    private static readonly string[] _forms =
    [
        "the token {0} is wrong", """{"message":"{0} is wrong"}""", """{"error":{"message":"{0} is wrong","code":"{0}","type":"{0}"}}""", """{"error":"{0}"}""", """{"detail":["{0}"]}""", "<html>{0}</html>",
    ];

    private static IEnumerable<Func<ReceivedRequest, SimulatedStep>> Steps()
    {
        foreach (var status in new[] { 400, 401, 402, 403, 404, 421, 429, 500, 503 })
        {
            foreach (var form in _forms)
            {
                yield return request => Echo(request, status, form);
            }
        }

        foreach (var form in _forms)
        {
            yield return request => SimulatedResponse.Raw(200, "application/json", Encoding.UTF8.GetBytes(form.Replace("{0}", SecretOf(request), StringComparison.Ordinal)));
            yield return request => SimulatedResponse.Raw(200, "text/event-stream", Encoding.UTF8.GetBytes($"event: error\ndata: {form.Replace("{0}", SecretOf(request), StringComparison.Ordinal)}\n\n"));
            yield return request => SimulatedResponse.Text("one ", "two").MalformedAfter(1, form.Replace("{0}", SecretOf(request), StringComparison.Ordinal));
        }

        yield return request => SimulatedResponse.Text("one ", "two").ErrorAfter(1, SimulatedFault.Status(500, SecretOf(request)));
        yield return request => SimulatedFault.ErrorWithStatus200(SimulatedFault.Status(401, SecretOf(request)));
        yield return request => SimulatedResponse.Text("one").WithHeader("x-request-id", SecretOf(request)).WithHeader("x-quota-snapshot-odd", SecretOf(request))
            .WithHeader("x-ratelimit-remaining-requests", SecretOf(request)).WithHeader("retry-after", SecretOf(request)).WithHeader("x-usage-ratelimit-session", "rem=" + SecretOf(request));
    }

    private static string SecretOf(ReceivedRequest request) => request.Headers.GetValueOrDefault("Authorization")?.Split(' ', 2)[^1] ?? "none";

    private static SimulatedError Echo(ReceivedRequest request, int status, string form) => SimulatedFault.Status(status)
        .WithBody(form[0] == '{' && status % 2 == 1 ? "application/json" : "text/plain", form.Replace("{0}", SecretOf(request), StringComparison.Ordinal));

    private static async Task<string> SendAsync(CopilotGateway gateway, string caller, bool stream)
    {
        try
        {
            return await AskAsync(gateway, caller, stream);
        }
        catch (HttpRequestException)
        {
            // a Chat stream that failed ends with its connection, on a busy machine before the client has read it
            return "";
        }
    }

    private static async Task<string> AskAsync(CopilotGateway gateway, string caller, bool stream)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(CopilotCallTests.PathOf(caller), UriKind.Relative))
        {
            Content = new StringContent(CopilotCallTests.Body(caller, "github-copilot/gpt-4.1", stream), Encoding.UTF8, "application/json"),
        };
        using var response = await gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var head = response.ToString();
        try
        {
            return head + await response.Content.ReadAsStringAsync() + response.TrailingHeaders;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return head + exception;
        }
    }

    private static async Task LookAroundAsync(CopilotGateway gateway, StringBuilder seen)
    {
        foreach (var path in new[] { "health", "api/admin/health", "api/admin/auth", "api/admin/auth/providers", "api/admin/providers", "api/admin/auth/github-copilot/quota", "v1/models" })
        {
            seen.Append(await gateway.RunAsync(gateway.SendAsync(HttpMethod.Get, path), step: 1));
        }

        seen.Append(await gateway.PostAsync("api/admin/route/explain", """{"model":"github-copilot/gpt-4.1"}"""));
        foreach (var outcome in gateway.Outcomes)
        {
            seen.Append(outcome);
        }
    }

    private static void AssertNoSecret(CopilotGateway gateway, string seen, params string[] more)
    {
        var logins = JsonNode.Parse(File.ReadAllText(gateway.Paths.AuthFile))!.AsObject().Select(entry => (string)entry.Value!["refresh"]!);
        var sent = gateway.Copilot.Requests.Select(SecretOf).Where(secret => secret.Length > 8);
        var secrets = logins.Concat(sent).Concat(more).Distinct().ToArray();
        Assert.True(secrets.Length > 1);
        var log = gateway.Log;
        Assert.NotEmpty(log);
        foreach (var secret in secrets)
        {
            AssertHidden(secret, seen, "seen by a caller");
            AssertHidden(secret, log, "logged");
        }
    }

    private static void AssertHidden(string secret, string text, string where)
    {
        var at = text.IndexOf(secret, StringComparison.OrdinalIgnoreCase);
        Assert.True(at < 0, at < 0 ? "" : $"A secret is {where}: {text[Math.Max(0, at - 300)..at]}");
    }
}
