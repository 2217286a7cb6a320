using System.Net;
using System.Net.Sockets;
using RouterMaestro.Infrastructure.Providers.Transport;

namespace RouterMaestro.Infrastructure.Tests.Providers.Transport;

public sealed class UpstreamProxyTests
{
    [Theory]
    [InlineData("HTTPS_PROXY=http://p:1", "https://api.example.com/v1", "http://p:1/")]
    [InlineData("HTTPS_PROXY=http://p:1", "http://api.example.com/v1", null)]
    [InlineData("HTTP_PROXY=p:1", "http://api.example.com/v1", "http://p:1/")]
    [InlineData("HTTP_PROXY=p:1", "https://api.example.com/v1", null)]
    [InlineData("http_proxy=http://low:1|HTTP_PROXY=http://up:1", "http://api.example.com", "http://low:1/")]
    [InlineData("ALL_PROXY=http://p:1", "https://api.example.com", "http://p:1/")]
    [InlineData("ALL_PROXY=http://p:1|HTTPS_PROXY=http://q:1", "https://api.example.com", "http://q:1/")]
    [InlineData("ALL_PROXY=http://p:1|HTTPS_PROXY=http://q:1", "http://api.example.com", "http://p:1/")]
    [InlineData("ALL_PROXY=socks5://p:1", "https://api.example.com", "socks5://p:1/")]
    [InlineData("all_proxy=socks5h://p:1", "https://api.example.com", "socks5://p:1/")]
    [InlineData("ALL_PROXY=socks://p:1", "http://api.example.com", "socks5://p:1/")]
    [InlineData("ALL_PROXY=socks4a://p:1", "http://api.example.com", "socks4a://p:1/")]
    [InlineData("HTTP_PROXY=http://p:1|GATEWAY_INTERFACE=CGI/1.1|ALL_PROXY=http://q:1", "http://api.example.com", "http://q:1/")]
    public void The_environment_names_the_proxy(string environment, string destination, string? proxy)
    {
        var upstream = UpstreamProxy.Create(Read(environment));

        Assert.Equal(proxy, upstream.GetProxy(new Uri(destination))?.ToString());
        Assert.Equal(proxy is null, upstream.IsBypassed(new Uri(destination)));
    }

    [Theory]
    [InlineData("http://localhost:11434/v1")]
    [InlineData("http://LOCALHOST./v1")]
    [InlineData("http://llm.localhost/v1")]
    [InlineData("http://127.0.0.1:8000/v1")]
    [InlineData("https://127.9.9.9/v1")]
    [InlineData("http://[::1]:8000/v1")]
    [InlineData("http://[::ffff:127.0.0.1]/v1")]
    public void Loopback_is_never_proxied(string destination)
    {
        var upstream = UpstreamProxy.Create(Read("ALL_PROXY=http://p:1"));

        Assert.True(upstream.IsBypassed(new Uri(destination)));
        Assert.Null(upstream.GetProxy(new Uri(destination)));
        Assert.False(upstream.IsBypassed(new Uri("http://localhost.example.com/v1")));
    }

    [Theory]
    [InlineData("*", "https://anything.example.com", true)]
    [InlineData("example.com", "https://example.com", true)]
    [InlineData("example.com", "https://api.EXAMPLE.com", true)]
    [InlineData("example.com", "https://notexample.com", false)]
    [InlineData(".example.com", "https://api.example.com", true)]
    [InlineData("*.example.com", "https://api.example.com", true)]
    [InlineData("a, b ,example.com", "https://example.com", true)]
    [InlineData("example.com:8443", "https://example.com:8443", true)]
    [InlineData("example.com:8443", "https://example.com", false)]
    [InlineData("10.0.0.5", "http://10.0.0.5:9000", true)]
    [InlineData("10.0.0.5:9000", "http://10.0.0.5:9000", true)]
    [InlineData("10.0.0.5:9001", "http://10.0.0.5:9000", false)]
    [InlineData("10.0.0.0/8", "http://10.200.0.5", true)]
    [InlineData("10.0.0.0/8", "http://11.0.0.5", false)]
    [InlineData("fd00::/8", "http://[fd00::1]:80", true)]
    [InlineData("[fd00::1]", "http://[fd00::1]", true)]
    [InlineData("0.0.5", "http://10.0.0.5", false)]
    [InlineData("", "https://example.com", false)]
    public void Exceptions_are_hosts_domains_addresses_and_networks(string list, string destination, bool isDirect) =>
        Assert.Equal(isDirect, UpstreamProxy.Create(Read($"ALL_PROXY=http://p:1|NO_PROXY={list}")).IsBypassed(new Uri(destination)));

    [Fact]
    public void The_credentials_of_the_address_are_used()
    {
        var upstream = UpstreamProxy.Create(Read("HTTPS_PROXY=http://ann:p%40ss@p:1|HTTP_PROXY=http://q:1"));

        var credential = upstream.Credentials!.GetCredential(new Uri("http://p:1"), "Basic");

        Assert.Equal(("ann", "p@ss"), (credential!.UserName, credential.Password));
        Assert.Null(upstream.Credentials.GetCredential(new Uri("http://q:1"), "Basic"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("NO_PROXY=example.com")]
    [InlineData("ALL_PROXY=ftp://p:1")]
    public void Without_a_usable_variable_the_systems_proxy_is_used(string environment) =>
        Assert.Null(EnvironmentProxy.Find(Read(environment)));

    [Fact]
    public async Task A_request_goes_through_the_proxy_and_one_to_loopback_does_not()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        using var client = new HttpClient(new SocketsHttpHandler { Proxy = UpstreamProxy.Create(Read($"HTTP_PROXY={server.LocalEndpoint}")) });

        Assert.Equal("GET http://llm.example.com/v1/models HTTP/1.1", await AskAsync("http://llm.example.com/v1/models"));
        Assert.Equal("GET /v1/models HTTP/1.1", await AskAsync($"http://{server.LocalEndpoint}/v1/models"));

        async Task<string?> AskAsync(string address)
        {
            var response = client.GetAsync(new Uri(address));
            using var connection = await server.AcceptTcpClientAsync().WaitAsync(TimeSpan.FromSeconds(10));
            using var reader = new StreamReader(connection.GetStream());
            var line = await reader.ReadLineAsync();
            await connection.GetStream().WriteAsync("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"u8.ToArray());
            Assert.Equal(HttpStatusCode.NoContent, (await response).StatusCode);
            return line;
        }
    }

    private static Func<string, string?> Read(string environment)
    {
        var variables = environment.Split('|', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        return name => variables.GetValueOrDefault(name);
    }
}
