using System.Text;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.AspNetCore.Tests.Protocols.Toy;
using RouterMaestro.AspNetCore.Tests.Support;

namespace RouterMaestro.AspNetCore.Tests.Protocols;

/// <summary>A gateway with the toy protocol, in front of a toy provider and one of each protocol of the product.</summary>
public sealed class ToyGateway : IAsyncLifetime
{
    public TestGateway Gateway { get; private set; } = null!;

    public ToyProvider Toys { get; private set; } = null!;

    /// <summary>Gets a client that sends the gateway key as toys do.</summary>
    public HttpClient Client { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Toys = await ToyProvider.StartAsync();
        Gateway = await TestGateway.StartAsync(configure: router => router
            .AddProtocol<ToyCodec>()
            .AddOpenAICompatible("toybox", Toys.Address, options =>
            {
                options.ApiKey = ToyProvider.Key;
                options.Protocols.Add(ToyDescription.Protocol);
            }));
        Client = new HttpClient { BaseAddress = Gateway.Address };
        Client.DefaultRequestHeaders.Add("toy-key", TestGateway.Key);
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await Gateway.DisposeAsync();
        await Toys.DisposeAsync();
    }

    public void Reset()
    {
        Toys.Reset();
        Gateway.Upstream.Reset();
    }

    /// <summary>Sends a request as a toy caller.</summary>
    public async Task<(HttpResponseMessage Response, string Body)> PostAsync(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        var response = await Client.PostAsync(new Uri(path, UriKind.Relative), content);
        return (response, await response.Content.ReadAsStringAsync());
    }
}
