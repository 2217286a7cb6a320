using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.AspNetCore.Tests.Protocols.Toy;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Infrastructure.Configuration;

namespace RouterMaestro.AspNetCore.Tests.Protocols;

/// <summary>The configuration file knows the protocols of the host.</summary>
public sealed class ToyConfigurationTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("router-maestro-tests-");

    [Fact]
    public async Task A_provider_of_the_configuration_file_is_called_in_the_protocol()
    {
        await using var toys = await ToyProvider.StartAsync();
        var paths = new ConfigPaths(_folder.FullName, _folder.FullName);
        File.WriteAllText(paths.ProvidersFile, $$"""
            { "providers": { "toybox": { "type": "openai-compatible", "baseURL": "{{toys.Address}}", "options": { "protocols": ["toy"] } } } }
            """);
        File.WriteAllText(paths.AuthFile, $$"""{ "toybox": { "key": "{{ToyProvider.Key}}" } }""");
        await using var gateway = await TestGateway.StartAsync(configure: router => router.UseFileConfiguration(paths).AddProtocol<ToyCodec>());

        var (response, observed, _) = await ProtocolCase.Chat.SendAsync(gateway.Client, ProtocolCase.Chat.AskAll("toybox", false, """{"role":"user","content":"hi"}""", model: "bear"));

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("hello é", observed.Text);
        Assert.Equal("POST /box/ask/bear", Assert.Single(toys.Calls).Target);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
