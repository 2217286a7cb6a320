using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using RouterMaestro.Infrastructure.Configuration;

namespace RouterMaestro.Cli.Tests.Serving;

/// <summary>A gateway on a host that reads ASP.NET Core's own settings, as <c>RouterMaestro.Web</c> runs it.</summary>
public sealed class OwnHostTests : IDisposable
{
    private readonly TestHome _home = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });

    [Fact]
    public async Task The_host_s_addresses_count_and_the_options_do_not()
    {
        var builder = WebApplication.CreateBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var options = new GatewayOptions
        {
            Host = "nowhere",
            ApiKey = "sk-test",
            Paths = ConfigPaths.FromEnvironment(name => _home.Variables.GetValueOrDefault(name)),
            Variable = _ => null,
        };
        await using var gateway = GatewayHost.Create(options, builder);
        await gateway.StartAsync();

        using var response = await _http.GetAsync(new Uri(gateway.Address, "health"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(response.Headers.Contains("Server"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await _http.GetAsync(new Uri(gateway.Address, "v1/models"))).StatusCode);
    }

    public void Dispose()
    {
        _http.Dispose();
        _home.Dispose();
    }
}
