using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using RouterMaestro.Application;
using RouterMaestro.Application.DependencyInjection;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Infrastructure.DependencyInjection;

namespace RouterMaestro.Infrastructure.Tests.DependencyInjection;

public sealed class AddRouterMaestroTests
{
    private static readonly ServiceProviderOptions _strict = new() { ValidateOnBuild = true, ValidateScopes = true };

    [Fact]
    public void A_router_by_itself_has_no_provider_and_no_problem()
    {
        using var services = new ServiceCollection().AddRouterMaestro().Services.BuildServiceProvider(_strict);

        var snapshot = services.GetRequiredService<IGatewayState>().Current;

        Assert.Empty(snapshot.Catalog.Providers);
        Assert.Empty(snapshot.Problems);
        Assert.Equal(RoutingSettings.Default, snapshot.Settings);
        Assert.NotNull(services.GetRequiredService<IRouter>());
    }

    [Fact]
    public void Adding_the_router_twice_changes_nothing()
    {
        var services = new ServiceCollection();
        services.AddRouterMaestro();
        var count = services.Count(s => s.ServiceType != typeof(IConfigureOptions<RouterMaestroOptions>));

        services.AddRouterMaestro();

        var again = services.Where(s => s.ServiceType.Namespace!.StartsWith("RouterMaestro", StringComparison.Ordinal)).ToList();
        Assert.Equal(again.Count, again.DistinctBy(s => (s.ServiceType, s.ImplementationType, s.ImplementationFactory?.Method)).Count());
        Assert.Single(services, s => s.ServiceType == typeof(IHostedService));
        Assert.True(count > 10);
    }

    [Fact]
    public void Providers_added_in_code_are_there()
    {
        var snapshot = Snapshot(router => router
            .AddOpenAI("sk-1")
            .AddAnthropic(o =>
            {
                o.ApiKey = "sk-2";
                o.Models.Add("claude-x");
            })
            .AddOpenAICompatible("lab", "http://localhost:1/v1", o => o.Models.Add("m"))
            .AddAnthropicCompatible("far", "https://far.example.com", o => o.Models.Add("m"))
            .UseEnvironmentKeys(_ => null));

        Assert.Equal(
            [
                ("openai", ProviderStatus.Ready, WireProtocol.OpenAIChat),
                ("anthropic", ProviderStatus.Ready, WireProtocol.AnthropicMessages),
                ("lab", ProviderStatus.Anonymous, WireProtocol.OpenAIChat),
                ("far", ProviderStatus.NeedsKey, WireProtocol.AnthropicMessages),
            ],
            snapshot.Catalog.Providers.Take(4).Select(p => (p.Id, p.Status, p.Protocols[0])));
        Assert.Equal(["anthropic/claude-x", "lab/m"], snapshot.Catalog.UsableModels.Select(m => m.Ref.QualifiedId));
    }

    [Fact]
    public void The_hosts_settings_hold_where_no_file_says_otherwise()
    {
        using var folder = new TemporaryFolder();
        var paths = folder.With(priorities: """{ "timeouts": { "idle": "00:00:07" } }""");
        using var services = new ServiceCollection()
            .AddRouterMaestro(o => o.Routing = new() { Priorities = ["lab/m"], Limits = new() { Connect = TimeSpan.FromSeconds(1) } })
            .UseFileConfiguration(paths).Services.BuildServiceProvider(_strict);

        var settings = services.GetRequiredService<IGatewayState>().Current.Settings;

        Assert.Equal(["lab/m"], settings.Priorities);
        Assert.Equal(new TimeLimits { Connect = TimeSpan.FromSeconds(1), Idle = TimeSpan.FromSeconds(7) }, settings.Limits);
    }

    [Fact]
    public void All_errors_of_a_provider_are_reported_at_once()
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Snapshot(router => router.AddOpenAICompatible("lab", "nowhere", o =>
        {
            o.ApiKey = "ké";
            o.Headers["Content-Length"] = "1";
            o.Models.Add(" ");
        })));

        Assert.Equal(4, exception.Failures.Count());
        Assert.Contains("BaseAddress", exception.Message);
        Assert.Contains("ApiKey", exception.Message);
        Assert.Contains("Headers[Content-Length]", exception.Message);
        Assert.Contains("Models", exception.Message);
        Assert.DoesNotContain("ké", exception.Message);
    }

    [Fact]
    public void All_errors_of_the_settings_are_reported_at_once()
    {
        using var services = new ServiceCollection().AddRouterMaestro(o => o.Routing = new()
        {
            Priorities = ["lab"],
            Limits = new() { Idle = TimeSpan.Zero },
            Keepalive = new(TimeSpan.FromDays(2), TimeSpan.FromSeconds(1)),
        }).Services.BuildServiceProvider();

        var exception = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IGatewayState>());

        Assert.Equal(3, exception.Failures.Count());
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData(" ")]
    [InlineData("openai")]
    [InlineData("LAB")]
    [InlineData("lab")]
    public void An_invalid_or_duplicate_name_is_refused(string name)
    {
        var exception = Assert.Throws<ArgumentException>(() => Snapshot(router => router
            .AddOpenAI("k").AddOpenAICompatible("lab", "http://localhost/v1").AddOpenAICompatible(name, "http://localhost/v1")));

        Assert.Contains($"'{name}'", exception.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_vendor_is_added_once() =>
        Assert.Contains("'openai' has already been added", Assert.Throws<ArgumentException>(() => Snapshot(router => router.AddOpenAI("a").AddOpenAI("b"))).Message);

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public void A_missing_key_is_an_error_that_names_the_provider(string? key)
    {
        Assert.Contains("'openai'", Assert.Throws<ArgumentException>(() => Snapshot(router => router.AddOpenAI(key!))).Message);
        Assert.Contains("'anthropic'", Assert.Throws<ArgumentException>(() => Snapshot(router => router.AddAnthropic(key!))).Message);
    }

    [Fact]
    public void A_null_key_is_an_error_where_nothing_else_supplies_one()
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Snapshot(router => router
            .AddOpenAI(o => o.ApiKey = null).AddOpenAICompatible("far", "https://far.example.com/v1")));
        Assert.Contains("provider 'openai': is null, and nothing else supplies a key", exception.Message);

        Snapshot(router => router.AddOpenAI(o => o.ApiKey = null).UseEnvironmentKeys(_ => null));
        Snapshot(router => router.AddOpenAI(o => o.ApiKey = null).UseInMemoryConfiguration());
        Snapshot(router => router.AddOpenAI(o => o.AllowUnauthenticated = true));
        Snapshot(router => router.AddOpenAI(o => o.BaseAddress = "http://127.0.0.1:1/v1"));
    }

    [Fact]
    public void A_missing_address_is_an_error_that_names_the_provider()
    {
        Assert.Contains("'lab'", Assert.ThrowsAny<ArgumentException>(() => Snapshot(router => router.AddOpenAICompatible("lab", null!))).Message);
        Assert.Contains("'far'", Assert.ThrowsAny<ArgumentException>(() => Snapshot(router => router.AddAnthropicCompatible("far", null!))).Message);
    }

    [Fact]
    public void Errors_of_options_name_the_provider()
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Snapshot(router => router.AddOpenAI(o =>
        {
            o.ApiKey = "";
            o.BaseAddress = "nowhere";
            o.Headers["x-team"] = null!;
        })));

        Assert.Equal(3, exception.Failures.Count());
        Assert.All(exception.Failures, failure => Assert.Contains("provider 'openai'", failure));
    }

    [Theory]
    [InlineData("[]", "must be a JSON object")]
    [InlineData("{", "must be a JSON object")]
    [InlineData("""{"preset":"abacus"}""", "options.preset must be one of")]
    [InlineData("""{"presets":"vllm"}""", "options.presets is not an option of this type")]
    public void Options_of_the_type_are_checked(string options, string error)
    {
        var json = new RawJson(Encoding.UTF8.GetBytes(options));

        var exception = Assert.Throws<OptionsValidationException>(() => Snapshot(router => router.AddOpenAICompatible("lab", "http://localhost/v1", o => o.Options = json)));

        Assert.Contains(error, Assert.Single(exception.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void The_address_of_calls_is_no_base_address()
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Snapshot(router => router.AddOpenAICompatible("lab", "http://h/v1/embeddings", o => o.ApiKey = "k")));

        Assert.Contains("must end before '/embeddings'", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://models")]
    [InlineData("http://responses:8000/")]
    [InlineData("http://h/my-models/v1")]
    public void A_host_with_such_a_name_is_one(string address) =>
        Assert.NotNull(Snapshot(router => router.AddOpenAICompatible("lab", address, o => o.ApiKey = "k")).Catalog.FindProvider("lab"));

    [Fact]
    public async Task A_host_starts_without_waiting_for_providers()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddRouterMaestro().AddOpenAICompatible("silent", $"http://{silent.LocalEndpoint}/v1");
        using var host = builder.Build();

        await host.StartAsync().WaitAsync(TimeSpan.FromSeconds(10));

        using var asked = await silent.AcceptSocketAsync().WaitAsync(TimeSpan.FromSeconds(10));
        Assert.True(asked.Connected);
        Assert.True(host.Services.GetRequiredService<IGatewayState>().Current.Catalog.AwaitsLists);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_list_request_carries_the_key_and_headers_of_the_file()
    {
        using var folder = new TemporaryFolder();
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var paths = folder.With($$"""
            { "providers": { "lab": { "type": "openai-compatible", "baseURL": "http://{{server.LocalEndpoint}}/v1", "headers": { "x-team": "a" } } } }
            """);
        await using var services = new ServiceCollection().AddRouterMaestro().UseFileConfiguration(paths)
            .UseEnvironmentKeys(name => name == "LAB_API_KEY" ? "sk-lab" : null).Services.BuildServiceProvider(_strict);

        var lists = services.GetRequiredService<IGatewayState>().WithModelListsAsync(CancellationToken.None).AsTask();
        using var connection = await server.AcceptTcpClientAsync().WaitAsync(TimeSpan.FromSeconds(10));
        var request = await HeadOfAsync(connection);
        await connection.GetStream().WriteAsync(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 27\r\n\r\n{\"data\":[{\"id\":\"org/m-1\"}]}"u8.ToArray());
        var snapshot = await lists.WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal("GET /v1/models HTTP/1.1", request[0]);
        Assert.Contains("Authorization: Bearer sk-lab", request);
        Assert.Contains("x-team: a", request);
        Assert.Equal(["lab/org/m-1"], snapshot.Catalog.UsableModels.Select(m => m.Ref.QualifiedId));
    }

    private static async Task<List<string>> HeadOfAsync(TcpClient connection)
    {
        List<string> lines = [];
        using var reader = new StreamReader(connection.GetStream(), leaveOpen: true);
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
        {
            lines.Add(line);
        }

        return lines;
    }

    private static GatewaySnapshot Snapshot(Action<IRouterMaestroBuilder> configure)
    {
        var builder = new ServiceCollection().AddRouterMaestro();
        configure(builder);
        using var services = builder.Services.BuildServiceProvider(_strict);
        return services.GetRequiredService<IGatewayState>().Current;
    }
}
