using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace RouterMaestro.Cli.Tests;

/// <summary>What the commands say of a server that refuses, or is no gateway.</summary>
public sealed class OtherServerTests : IDisposable
{
    private readonly TestHome _home = new();

    [Theory]
    [InlineData(200, "{}", "is not a RouterMaestro gateway.")]
    [InlineData(200, "null", "is not a RouterMaestro gateway.")]
    [InlineData(200, """{"models":[{"id":"m","object":"model"}]}""", "is not a RouterMaestro gateway.")]
    [InlineData(200, "<html>", "is not a RouterMaestro gateway.")]
    [InlineData(502, "<html>", "is not a RouterMaestro gateway.")]
    [InlineData(500, """{"error":"x"}""", "responded with status 500.")]
    [InlineData(422, """{"detail":[{"msg":"x"}]}""", "responded with status 422.")]
    [InlineData(400, """{"detail":"no"}""", "refuses: no")]
    [InlineData(409, """{"detail":{"code":"config_file_broken","message":"mend it"}}""", "refuses: mend it")]
    [InlineData(401, """{"error":"mk needs a key"}""", "is not a RouterMaestro gateway.")]
    [InlineData(403, """{"error":{"message":"no"}}""", "is not a RouterMaestro gateway.")]
    [InlineData(401, """{"detail":"no"}""", "refuses the key of the context: store the right one with 'router-maestro context set-key'.")]
    [InlineData(403, """{"detail":"no"}""", "accepts only its admin key here: store it with 'router-maestro context set-key --admin', or set ROUTER_MAESTRO_ADMIN_KEY.")]
    public async Task It_is_one_clear_line(int status, string body, string message)
    {
        await using var server = await StartAsync(http =>
        {
            http.Response.StatusCode = status;
            return http.Response.WriteAsync(body);
        });
        _home.WriteContext("sk-test", server.Urls.Single());

        Assert.Equal(1, await _home.RunAsync("model", "list"));

        Assert.StartsWith("Error: The ", _home.Error, StringComparison.Ordinal);
        Assert.EndsWith($" at {server.Urls.Single()} {message}", Assert.Single(_home.Error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "provider", "list")]
    [InlineData("""{"data":[]}""", "provider", "list")]
    [InlineData("""{"providers":[{}],"revision":"1"}""", "provider", "list")]
    [InlineData("{}", "provider", "test", "lab")]
    [InlineData("{}", "provider", "remove", "lab")]
    [InlineData("{}", "provider", "set", "lab", "--key-env", "LAB_KEY")]
    [InlineData("{}", "provider", "add", "lab", "--type", "openai-compatible", "--base-url", "http://h/v1")]
    [InlineData("{}", "model", "refresh")]
    [InlineData("{}", "model", "priority", "list")]
    [InlineData("{}", "model", "priority", "add", "a/b")]
    [InlineData("{}", "model", "priority", "clear")]
    [InlineData("""{"status":"ok"}""", "model", "fallback", "show")]
    [InlineData("{}", "model", "fallback", "set", "--max-retries", "1")]
    [InlineData("{}", "explain", "m")]
    public async Task No_command_takes_other_json_for_a_gateways(string body, params string[] arguments)
    {
        await using var server = await StartAsync(http => http.Response.WriteAsync(body));
        _home.WriteContext("sk-test", server.Urls.Single());

        Assert.Equal(1, await _home.RunAsync(arguments));

        Assert.EndsWith("is not a RouterMaestro gateway.", Assert.Single(_home.Error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirects_are_not_followed()
    {
        var paths = new List<string>();
        await using var server = await StartAsync(http =>
        {
            paths.Add(http.Request.Path);
            http.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        });
        _home.WriteContext("sk-test", server.Urls.Single());

        Assert.Equal(1, await _home.RunAsync("provider", "list"));

        Assert.Equal(["/api/admin/providers"], paths);
        Assert.Contains("is not a RouterMaestro gateway.", _home.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_https_address_of_a_server_without_TLS_is_named_as_the_reason()
    {
        await using var server = await StartAsync(http => http.Response.WriteAsync("{}"));
        var address = server.Urls.Single().Replace("http:", "https:", StringComparison.Ordinal);
        _home.WriteContext("sk-test", address);

        Assert.Equal(1, await _home.RunAsync("model", "list"));

        Assert.Equal($"Error: No TLS connection to {address}: the server does not speak TLS on this port, so that http may be right instead of https.", _home.Error.Trim());
    }

    [Fact]
    public async Task An_http_address_of_a_server_that_closes_is_asked_about()
    {
        await using var server = await StartAsync(http =>
        {
            http.Abort();
            return Task.CompletedTask;
        });
        _home.WriteContext("sk-test", server.Urls.Single());

        Assert.Equal(1, await _home.RunAsync("model", "list"));

        Assert.Equal($"Error: The server at {server.Urls.Single()} does not respond in HTTP: is it an https address?", _home.Error.Trim());
    }

    public void Dispose() => _home.Dispose();

    private static async Task<WebApplication> StartAsync(RequestDelegate respond)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var server = builder.Build();
        server.Run(respond);
        await server.StartAsync();
        return server;
    }
}
