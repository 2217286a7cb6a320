using System.Text.Json.Nodes;
using RouterMaestro.Cli.Importing;
using RouterMaestro.Cli.Importing.Plans;

namespace RouterMaestro.Cli.Tests.Importing;

/// <summary>What an import changes where there is something already.</summary>
public sealed class ImportMergeTests
{
    private const string File = """
        {"Providers":[
          {"name":"lab","api_base_url":"https://lab.example.com/v1/chat/completions","api_key":"$LAB_KEY","models":["m"]},
          {"name":"hut","api_base_url":"https://hut.example.com/v1/chat/completions","api_key":"$HUT_KEY","models":["n"]}],
         "Router":{"default":"lab,m","think":"hut,n"},"fallback":{"default":["hut,n"]}}
        """;

    [Fact]
    public void Into_an_empty_configuration_goes_all_of_it()
    {
        var change = Merge("{}");

        Assert.Equal(["lab", "hut"], change.Providers.Select(provider => provider.Key));
        Assert.Equal("""{"priorities":["lab/m","hut/n"],"aliases":{"claude-*":"lab/m","think":"hut/n"}}""", change.Routing.ToJsonString());
        Assert.Equal(["LAB_KEY", "HUT_KEY"], change.Keys.Select(key => key.Variable));
        Assert.Empty(change.Unchanged);
    }

    [Theory]
    [InlineData("https://lab.example.com/v1")]
    [InlineData("https://LAB.example.com/")]
    public void A_provider_that_is_there_at_the_same_address_stays_and_gets_the_routes(string address)
    {
        var change = Merge("{}", providers: new CurrentProvider("Lab", "file", address));

        Assert.Equal(["hut"], change.Providers.Select(provider => provider.Key));
        Assert.Equal("""["lab/m","hut/n"]""", change.Routing["priorities"]!.ToJsonString());
        Assert.Equal(["HUT_KEY"], change.Keys.Select(key => key.Variable));
        Assert.Equal(new Omission("providers.Lab", "It is there already, and stays as it is."), Assert.Single(change.Unchanged));
    }

    [Fact]
    public void Models_of_another_server_of_the_same_name_get_no_calls()
    {
        var change = Merge("{}", providers: new CurrentProvider("lab", "file", "https://other.example.com/v1"));

        Assert.Equal("""{"priorities":["hut/n"],"aliases":{"think":"hut/n"}}""", change.Routing.ToJsonString());
        Assert.Contains("the models of the file's 'lab' are left out", Assert.Single(change.Unchanged).Reason);
    }

    [Fact]
    public void Built_in_providers_and_replaced_ones_are_written()
    {
        Assert.Equal(2, Merge("{}", providers: new CurrentProvider("lab", "built_in", "https://other.example.com/v1")).Providers.Count);
        var replaced = Merge("{}", isReplacing: true, new CurrentProvider("lab", "file", "https://other.example.com/v1"));
        Assert.Equal(["lab", "hut"], replaced.Providers.Select(provider => provider.Key));
        Assert.Contains("lab/m", replaced.Routing.ToJsonString());
    }

    [Fact]
    public void Settings_that_are_there_stay_unless_they_are_replaced()
    {
        const string Routing = """{"priorities":["x/y","hut/n"],"fallback":{"strategy":"none","maxRetries":0},"aliases":{"think":"x/y"}}""";

        var change = Merge(Routing);
        Assert.Equal("""{"priorities":["x/y","hut/n","lab/m"],"fallback":{"maxRetries":1},"aliases":{"claude-*":"lab/m"}}""", change.Routing.ToJsonString());
        Assert.Equal(["priorities", "fallback.strategy", "aliases.think"], change.Unchanged.Select(kept => kept.Path));

        var replaced = Merge(Routing, isReplacing: true);
        Assert.Equal(
            """{"priorities":["lab/m","hut/n","x/y"],"fallback":{"maxRetries":1,"strategy":"priority"},"aliases":{"claude-*":"lab/m","think":"hut/n"}}""", replaced.Routing.ToJsonString());
        Assert.Empty(replaced.Unchanged);
    }

    [Fact]
    public void The_second_time_nothing_is_left_to_write()
    {
        var change = Merge(
            """{"priorities":["lab/m","hut/n"],"fallback":{"strategy":"priority","maxRetries":2},"aliases":{"claude-*":"lab/m","think":"hut/n"}}""",
            false, new CurrentProvider("lab", "file", "https://lab.example.com/v1"), new CurrentProvider("hut", "file", "https://hut.example.com/v1"));

        Assert.True(change.IsEmpty);
    }

    private static ImportChange Merge(string routing, bool isReplacing = false, params CurrentProvider[] providers) =>
        new ImportMerge(Plans.Ccr(File), new(providers, "1", (JsonObject)JsonNode.Parse(routing)!, "2"), isReplacing).Run();
}
