namespace RouterMaestro.Architecture.Tests.Layers;

public sealed class LayerTests
{
    public static TheoryData<string> Rules => [.. LayerRules.All.Keys];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Product_keeps_the_rule(string rule) => Violations.None(Broken(rule, Product.Architecture));

    /// <summary>Every rule is shown to bite, by the words of what it says of a fixture.</summary>
    [Theory]
    [InlineData("Domain stands on the base library", "Domain.Fixtures.DirtyPackage", "MediatR.INotification")]
    [InlineData("Domain stands on the base library", "Domain.Fixtures.DirtySocket", "System.Net.Http.HttpClient")]
    [InlineData("Domain stands on the base library", "Domain.Fixtures.DirtyUpward", "RouterMaestro.Protocols.Abstractions.RequestHints")]
    [InlineData("Application stands on Domain and abstractions", "Application.Chat.Fixtures.DirtyWeb", "Microsoft.AspNetCore.Http.HttpContext")]
    [InlineData("Application stands on Domain and abstractions", "Application.Chat.Fixtures.DirtyHost", "Microsoft.Extensions.Hosting.Host")]
    [InlineData("Protocols turn values into values", "Protocols.Dirty.DirtyLogging", "Microsoft.Extensions.Logging.ILogger")]
    [InlineData("Protocols turn values into values", "Protocols.Dirty.DirtyContainer", "ServiceProviderServiceExtensions")]
    [InlineData("Protocols turn values into values", "Protocols.Dirty.DirtyConnection", "System.Net.Http.HttpClient")]
    [InlineData("Protocols turn values into values", "Protocols.Dirty.DirtyUseCase", "RouterMaestro.Application.Calls.InboundCall")]
    [InlineData("Slices use no other slice", "Application.Chat.Fixtures.DirtySlice", "RouterMaestro.Application.Models.ListModels")]
    [InlineData("Shared floor uses no slice", "Application.Health.Fixtures.DirtyFloor", "RouterMaestro.Application.Models.ListModels")]
    [InlineData("Infrastructure knows no HTTP face", "Infrastructure.Providers.Fixtures.DirtyEndpoint", "RouterMaestro.AspNetCore.Fixtures.CleanEndpoint")]
    [InlineData("HTTP face knows the use cases alone", "AspNetCore.Fixtures.DirtyStore", "RouterMaestro.Usage.Sqlite.Fixtures.CleanEntity")]
    [InlineData("Usage stands on Application", "Usage.Sqlite.Fixtures.DirtyFace", "RouterMaestro.AspNetCore.Fixtures.CleanEndpoint")]
    [InlineData("HTTP face sends no requests", "AspNetCore.Fixtures.DirtySender", "MediatR.IMediator")]
    [InlineData("Gateway knows no program", "DirtyGateway", "RouterMaestro.Cli.Fixtures.CleanCommand")]
    [InlineData("Testing binds to no test framework", "Testing.Fixtures.DirtyFramework", "Xunit.FactAttribute")]
    [InlineData("Testing binds to no test framework", "Testing.Fixtures.DirtyStore", "RouterMaestro.Usage.Sqlite.Fixtures.CleanEntity")]
    [InlineData("Mediator is made in Messaging", "Application.Chat.Fixtures.DirtyBehavior`2", "MediatR.IPipelineBehavior`2")]
    [InlineData("Mediator is made in Messaging", "Application.Chat.Fixtures.DirtyMediator", "MediatR.ServiceFactory")]
    [InlineData("Chat clients stay in their folder", "Infrastructure.Providers.Fixtures.DirtyChatClient", "Microsoft.Extensions.AI.ChatMessage")]
    [InlineData("Database stays in its project", "Infrastructure.Providers.Fixtures.DirtyEntity", "Microsoft.EntityFrameworkCore.IndexAttribute")]
    [InlineData("Protocols use no other protocol", "Protocols.Dirty.DirtyTranslator", "RouterMaestro.Protocols.Clean.CleanCodec")]
    [InlineData("OpenAI's protocols use no other protocol", "Protocols.OpenAI.Dirty.DirtyTranslator", "RouterMaestro.Protocols.OpenAI.Clean.CleanCodec")]
    public void Fixture_breaks_the_rule(string rule, string fixture, string banned)
    {
        var said = Assert.Single(Broken(rule, Product.Fixtures), v => v.StartsWith($"RouterMaestro.{fixture} ", StringComparison.Ordinal));
        Assert.Contains(banned, said, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_rule_has_a_fixture_that_breaks_it()
    {
        Assert.NotEmpty(LayerRules.All);
        Assert.All(LayerRules.All.Keys, rule => Assert.NotEmpty(Broken(rule, Product.Fixtures)));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Clean_fixtures_break_no_rule(string rule) =>
        Assert.DoesNotContain(Broken(rule, Product.Fixtures), v => v.Split(' ')[0].Contains(".Clean", StringComparison.Ordinal));



    private static string[] Broken(string rule, ArchUnitNET.Domain.Architecture architecture) =>
        [.. LayerRules.All[rule].Evaluate(architecture).Where(r => !r.Passed).Select(r => r.Description)];
}
