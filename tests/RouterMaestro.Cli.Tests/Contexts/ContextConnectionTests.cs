using Microsoft.AspNetCore.Http;
using RouterMaestro.Cli.Tests.Executable;

namespace RouterMaestro.Cli.Tests.Contexts;

/// <summary>Gateways elsewhere: behind TLS, behind a path, and all that can be wrong with either.</summary>
public sealed class ContextConnectionTests : IDisposable
{
    private readonly TestHome _home = new();

    public static TheoryData<string, string> Refused => new()
    {
        { "self", "its certificate is self-signed, and this machine does not trust it: add it to the " },
        { "unknown", "its certificate was issued by 'Acme Root', which this machine does not trust: add it to the " },
        { "expired", "its certificate expired on {expired}: renew it on the server." },
        { "early", "its certificate is valid only from {early} on: is the clock of this machine right?" },
        { "other", "its certificate is for other.example, not for localhost: use a name of the certificate in the endpoint." },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_certificate_that_is_not_trusted_is_explained(string kind, string reason)
    {
        using var certificate = kind switch
        {
            "unknown" => SelfMadeCertificates.Signed().Server,
            "expired" => SelfMadeCertificates.SelfSigned(from: -9, until: -4),
            "early" => SelfMadeCertificates.SelfSigned(from: 4),
            "other" => SelfMadeCertificates.SelfSigned("other.example"),
            _ => SelfMadeCertificates.SelfSigned(),
        };
        await using var server = await FrontServer.StartAsync(http => http.Response.WriteAsync("{}"), certificate);
        var endpoint = $"https://localhost:{server.Port}";
        _home.WriteContext("sk-test", endpoint, "prod");

        Assert.Equal(1, await _home.RunAsync("model", "list"));

        var expected = reason.Replace("{expired}", Day(certificate.NotAfter), StringComparison.Ordinal).Replace("{early}", Day(certificate.NotBefore), StringComparison.Ordinal);
        Assert.StartsWith($"Error: No TLS connection to {endpoint}: {expected}", Assert.Single(_home.Error.Trim().Split('\n')), StringComparison.Ordinal);

        Assert.Equal(1, await _home.RunAsync("context", "test"));
        Assert.Contains("Reachable  ✗ failed", _home.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("API key", _home.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Http_to_a_port_for_TLS_asks_for_https()
    {
        using var certificate = SelfMadeCertificates.SelfSigned();
        await using var server = await FrontServer.StartAsync(http => http.Response.WriteAsync("{}"), certificate);
        _home.WriteContext("sk-test", $"http://localhost:{server.Port}", "prod");

        Assert.Equal(1, await _home.RunAsync("model", "list"));

        Assert.Equal($"Error: The server at http://localhost:{server.Port} does not respond in HTTP: is it an https address?", _home.Error.Trim());
    }

    [Theory]
    [InlineData("<center>The plain HTTP request was sent to HTTPS port</center>")]
    [InlineData("Client sent an HTTP request to an HTTPS server.\n")]
    public async Task What_nginx_and_Go_say_of_http_to_a_port_for_TLS_is_understood(string body)
    {
        await using var server = await FrontServer.StartAsync(http =>
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return http.Response.WriteAsync(body);
        });
        _home.WriteContext("sk-test", $"http://localhost:{server.Port}", "prod");

        Assert.Equal(1, await _home.RunAsync("model", "list"));
        Assert.Equal($"Error: The server at http://localhost:{server.Port} speaks only TLS on this port: use an https address.", _home.Error.Trim());

        Assert.Equal(1, await _home.RunAsync("context", "test", "--json"));
        Assert.Contains("speaks only TLS", _home.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirection_to_another_address_names_it_as_the_endpoint()
    {
        await using var server = await FrontServer.StartAsync(http =>
        {
            http.Response.Redirect($"https://llm.example.com/gateway{http.Request.Path}");
            return Task.CompletedTask;
        });
        _home.WriteContext("sk-test", $"http://localhost:{server.Port}", "prod");

        Assert.Equal(1, await _home.RunAsync("provider", "list"));
        Assert.Equal($"Error: The server at http://localhost:{server.Port} redirects to https://llm.example.com/gateway: use this as the endpoint.", _home.Error.Trim());
    }

    [Fact]
    public async Task A_server_that_is_no_gateway_and_one_that_is_silent_are_told_apart()
    {
        await using var other = await FrontServer.StartAsync(http => http.Response.WriteAsync("""{"name":"something","version":"1"}"""));
        _home.WriteContext("sk-test", $"http://localhost:{other.Port}", "prod");
        Assert.Equal(1, await _home.RunAsync("context", "test"));
        Assert.Equal($"Error: The server at http://localhost:{other.Port} is not a RouterMaestro gateway.", _home.Error.Trim());

        await using var silent = await FrontServer.StartAsync(http => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted));
        _home.WriteContext("sk-test", $"http://localhost:{silent.Port}", "prod");
        Assert.Equal(1, await _home.RunAsync("context", "test"));
        Assert.Contains($"Error: The gateway at http://localhost:{silent.Port} does not respond within 5 seconds.", _home.Error, StringComparison.Ordinal);
    }

    /// <summary>The advice about certificates is followed, and every command that calls the gateway works below a path and behind TLS.</summary>
    [Fact]
    public async Task Every_command_works_on_a_gateway_behind_TLS_and_below_a_path()
    {
        if (!OperatingSystem.IsLinux())
        {
            return; // only there a variable names what is trusted
        }

        await using var stage = await ScenarioStage.StartAsync();
        var (server, authority) = SelfMadeCertificates.Signed();
        await using var front = await FrontServer.BeforeAsync(stage.Gateway, "/team/gateway", server);
        var trusted = Path.Combine(stage.Folder, "authority.pem");
        await File.WriteAllTextAsync(trusted, authority.ExportCertificatePem());
        stage.Notes["front"] = $"https://localhost:{front.Port}/team/gateway";
        var variables = new Dictionary<string, string?> { ["SSL_CERT_FILE"] = trusted };

        await stage.RunAsync(new("context add prod -e {front}/ --stdin") { Input = ScenarioStage.Key + "\n", Out = "^Added 'prod' \\({front}\\)\\." });
        await stage.RunAsync(new("context set prod") { Out = "^Commands now call 'prod' \\({front}\\)\\.\n$" });
        await stage.RunAsync(new("model list", 1) { Error = "^Error: No TLS connection to {front}: its certificate was issued by 'Acme Root', which this machine does not trust: [^\n]*SSL_CERT_FILE\\.\n$" });
        await stage.RunAsync(new("context test") { Variables = variables, Out = "Reachable  ✓ version .*\nAPI key    ✓ accepted.*\nAdmin key  ✓ accepted" });
        foreach (var (line, output) in new[]
        {
            ("model list", "lab/one"), ("model refresh", "The gateway has"), ("model price lab/one", "Price"), ("model priority lab/two --position 1", "lab/two"),
            ("model fallback show", "Strategy"), ("provider list", "lab"), ("provider test lab", "'lab' lists"), ("key add ci", "sk-rm-"), ("key list", "ci"), ("key revoke ci", "Revoked"),
            ("auth login openai --api-key sk-x --no-verify", "Stored"), ("auth list", "openai"), ("auth logout openai", "logged out"), ("explain lab/one", "lab/one"),
            ("stats", "No requests"), ("doctor", "{front} answers and accepts the key"), ("context show", "Endpoint   {front}\n"),
        })
        {
            await stage.RunAsync(new(line) { Variables = variables, Out = output, Error = line is "key add ci" or "provider list" ? "^(The key|Note)" : null });
        }
    }

    [Fact]
    public async Task The_status_line_works_below_a_path()
    {
        await using var gateway = GatewayHost.Create(_home.Gateway());
        await gateway.StartAsync();
        await using var front = await FrontServer.BeforeAsync(gateway.Address, "/gateway");
        _home.WriteContext("sk-test", $"http://localhost:{front.Port}/gateway/", "prod");
        _home.Input = "{}"u8.ToArray();

        // it waits 0.3 seconds, which a busy machine may miss at first
        for (var attempts = 0; attempts < 20 && string.IsNullOrWhiteSpace(_home.Out); attempts++)
        {
            Assert.Equal(0, await _home.RunAsync("statusline"));
        }

        Assert.Contains("today", _home.Out, StringComparison.Ordinal);
    }

    public void Dispose() => _home.Dispose();

    private static string Day(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
