using RouterMaestro.Testing.Copilot;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Tests.Copilot;

/// <summary>The device flow.</summary>
public sealed class LoginTests : CopilotTest, IDisposable
{
    private const string Start = """{"client_id":"Iv1.b507a08c87ecfe98","scope":"read:user"}""";
    private readonly WatchedClock _clock = new();

    private protected override CopilotSimulatorOptions Options => new() { TimeProvider = _clock };

    public void Dispose() => _clock.Dispose();

    [Fact]
    public async Task A_login_waits_for_the_user_and_gives_a_token_once()
    {
        var started = await JsonAsync(Login("/login/device/code", Start));
        var device = started.GetProperty("device_code").GetString()!;
        Assert.Equal((5, 900), (started.GetProperty("interval").GetInt32(), started.GetProperty("expires_in").GetInt32()));
        Assert.Equal(200, (await SendAsync(new HttpRequestMessage(HttpMethod.Get, started.GetProperty("verification_uri").GetString()))).Status);
        Assert.Equal("authorization_pending", await PollAsync(device));

        Copilot.ApproveLogin(started.GetProperty("user_code").GetString()!);
        _clock.Advance(TimeSpan.FromSeconds(5));
        var token = await PollAsync(device);

        Assert.StartsWith("ghu_", token, StringComparison.Ordinal);
        Assert.Equal(200, (await SendAsync(Exchange(token))).Status);
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("incorrect_device_code", await PollAsync(device));
        Assert.Equal((CopilotLoginState.Completed, 3), (Copilot.Logins[0].State, Copilot.Logins[0].Polls));
    }

    [Fact]
    public async Task A_poll_before_its_time_slows_the_login_down()
    {
        var device = await StartLoginAsync();
        Assert.Equal("authorization_pending", await PollAsync(device));
        _clock.Advance(TimeSpan.FromSeconds(4.8));
        var slow = await JsonAsync(Poll(device));
        Assert.Equal(("slow_down", 10), (slow.GetProperty("error").GetString(), slow.GetProperty("interval").GetInt32()));
        _clock.Advance(TimeSpan.FromSeconds(9.8));
        Assert.Equal("slow_down", await PollAsync(device));
        _clock.Advance(TimeSpan.FromSeconds(14.95));
        Assert.Equal("authorization_pending", await PollAsync(device));
    }

    [Fact]
    public async Task Logins_end_apart_from_each_other()
    {
        string[] devices = [await StartLoginAsync(), await StartLoginAsync(), await StartLoginAsync(), await StartLoginAsync()];
        var other = Copilot.AddAccount("hubot");
        Copilot.DenyLogin(Copilot.Logins[0].UserCode);
        Copilot.ExpireLogin(Copilot.Logins[1].UserCode);
        Copilot.ApproveLogin(Copilot.Logins[2].UserCode, other);

        Assert.Equal("access_denied", await PollAsync(devices[0]));
        Assert.Equal("expired_token", await PollAsync(devices[1]));
        await SendAsync(Exchange(await PollAsync(devices[2])));
        Assert.Equal((1, 0), (other.TokenExchanges, Copilot.Account.TokenExchanges));
        Assert.Equal("authorization_pending", await PollAsync(devices[3]));
        _clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal("expired_token", await PollAsync(devices[3]));
        Assert.Throws<ArgumentException>(() => Copilot.ApproveLogin(Copilot.Logins[3].UserCode));
        Assert.Throws<ArgumentException>(() => Copilot.AddAccount("hubot"));
        Assert.Equal(4, (await Copilot.WaitForLoginAsync(4, Soon())).UserCode.Count(char.IsAsciiLetterOrDigit) / 2);
    }

    [Fact]
    public async Task A_login_can_be_approved_by_itself()
    {
        await using var copilot = await CopilotSimulator.StartAsync(new() { ApprovesAfterPolls = 2, PollInterval = TimeSpan.Zero, GitHubTokenPrefix = "gho_" });
        var device = (await JsonAsync(At(copilot, Login("/login/device/code", Start)))).GetProperty("device_code").GetString()!;
        List<string> said = [];
        for (var i = 0; i < 3; i++)
        {
            var answer = await JsonAsync(At(copilot, Poll(device)));
            said.Add(answer.TryGetProperty("error", out var error) ? error.GetString()! : answer.GetProperty("access_token").GetString()![..4]);
        }

        Assert.Equal(["authorization_pending", "authorization_pending", "gho_"], said);
    }

    [Theory]
    [InlineData("""{"client_id":"other","scope":"read:user"}""", 404, "Not Found")]
    [InlineData("""{"scope":"read:user"}""", 404, "Not Found")]
    [InlineData("client_id=Iv1.b507a08c87ecfe98", 404, "Not Found")]
    [InlineData("""{"client_id":"Iv1.b507a08c87ecfe98"}""", 200, "invalid_scope")]
    public async Task A_wrong_start_is_refused(string body, int status, string word)
    {
        var (got, text, _) = await SendAsync(Login("/login/device/code", body));
        Assert.Equal(status, got);
        Assert.Contains(word, text, StringComparison.Ordinal);
        Assert.Empty(Copilot.Logins);
    }

    [Theory]
    [InlineData("""{"device_code":"x","grant_type":"urn:ietf:params:oauth:grant-type:device_code"}""", "incorrect_client_credentials")]
    [InlineData("""{"client_id":"Iv1.b507a08c87ecfe98","device_code":"x"}""", "unsupported_grant_type")]
    [InlineData("""{"client_id":"Iv1.b507a08c87ecfe98","device_code":"x","grant_type":"urn:ietf:params:oauth:grant-type:device_code"}""", "incorrect_device_code")]
    public async Task A_wrong_poll_is_refused_with_200(string body, string error)
    {
        var (status, text, _) = await SendAsync(Login("/login/oauth/access_token", body));
        Assert.Equal(200, status);
        Assert.Contains($"\"error\":\"{error}\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_does_not_ask_for_JSON_gets_a_form()
    {
        var message = Login("/login/device/code", Start);
        message.Headers.Remove("Accept");
        Assert.StartsWith("device_code=", (await SendAsync(message)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GitHub_can_be_down()
    {
        Copilot.DeviceCode.Enqueue(SimulatedFault.Status(503));
        var (status, text, _) = await SendAsync(Login("/login/device/code", Start));
        Assert.Equal(503, status);
        Assert.StartsWith("{\"message\":", text, StringComparison.Ordinal);
        Copilot.LoginPoll.GoDown(SimulatedFault.Reset());
        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(Poll("x")));
        Copilot.Reset();
        Assert.Equal("incorrect_device_code", await PollAsync("x"));
        Assert.Equal(404, (await SendAsync(Login("/login/other", Start))).Status);
    }

    private static HttpRequestMessage At(CopilotSimulator copilot, HttpRequestMessage message)
    {
        message.RequestUri = new Uri(copilot.GitHubUrl, message.RequestUri!.AbsolutePath);
        return message;
    }

    private HttpRequestMessage Poll(string device) => Login(
        "/login/oauth/access_token",
        $$"""{"client_id":"Iv1.b507a08c87ecfe98","device_code":"{{device}}","grant_type":"urn:ietf:params:oauth:grant-type:device_code"}""");

    private async Task<string> PollAsync(string device)
    {
        var (status, text, _) = await SendAsync(Poll(device));
        Assert.Equal(200, status);
        var answer = System.Text.Json.JsonDocument.Parse(text).RootElement;
        return (answer.TryGetProperty("error", out var error) ? error : answer.GetProperty("access_token")).GetString()!;
    }

    private async Task<string> StartLoginAsync() =>
        (await JsonAsync(Login("/login/device/code", Start))).GetProperty("device_code").GetString()!;
}
