using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Infrastructure.Configuration;
using RouterMaestro.Testing;

namespace RouterMaestro.AspNetCore.Tests.Secrets;

/// <summary>The gateway as the program runs it, with its own server, and requests of any bytes to it.</summary>
internal sealed class RawGateway : IAsyncDisposable
{
    private readonly GatewayHost _gateway;

    private RawGateway(GatewayHost gateway, UpstreamSimulator upstream) => (_gateway, Upstream) = (gateway, upstream);

    public UpstreamSimulator Upstream { get; }

    public static async Task<RawGateway> StartAsync()
    {
        var upstream = await UpstreamSimulator.StartAsync();
        var nowhere = Path.Combine(AppContext.BaseDirectory, "no-settings");
        var gateway = GatewayHost.Create(new GatewayOptions
        {
            Port = 0,
            ApiKey = TestGateway.Key,
            LogLevel = LogLevel.Error,
            Paths = new ConfigPaths(nowhere, nowhere),
            Variable = _ => null,
            Configure = router => router
                .AddOpenAICompatible("chat", upstream.BaseUrl.ToString(), o => o.AllowUnauthenticated = true)
                .AddAnthropicCompatible("messages", upstream.Address.ToString(), o => o.AllowUnauthenticated = true)
                .AddOpenAICompatible("responses", upstream.BaseUrl.ToString(), o =>
                {
                    o.AllowUnauthenticated = true;
                    o.Protocols.Add(WireProtocol.OpenAIResponses);
                }),
        });
        await gateway.StartAsync();
        return new RawGateway(gateway, upstream);
    }

    /// <summary>Sends a request with additional header fields and reads the response to its end.</summary>
    public async Task<(int Status, string Body)> AskAsync(ProtocolCase caller, string fields, Encoding? encoding = null)
    {
        using var request = caller.Ask(caller.Name, stream: false, caller == ProtocolCase.Messages ? ",\"max_tokens\":50" : "");
        var body = await request.Content!.ReadAsByteArrayAsync();
        var head = $"POST {caller.Path} HTTP/1.1\r\nHost: {_gateway.Address.Authority}\r\nAuthorization: Bearer {TestGateway.Key}\r\nConnection: close\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n{fields}\r\n";
        using var connection = new TcpClient();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20), TimeProvider.System);
        await connection.ConnectAsync(new IPEndPoint(IPAddress.Loopback, _gateway.Address.Port), limit.Token);
        var stream = connection.GetStream();
        await stream.WriteAsync((encoding ?? Encoding.UTF8).GetBytes(head), limit.Token);
        await stream.WriteAsync(body, limit.Token);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var text = await reader.ReadToEndAsync(limit.Token);
        return (int.Parse(text.AsSpan(9, 3), CultureInfo.InvariantCulture), text[(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await Upstream.DisposeAsync();
    }
}
