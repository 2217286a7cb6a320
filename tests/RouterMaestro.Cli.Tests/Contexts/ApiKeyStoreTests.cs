using System.Buffers.Text;

namespace RouterMaestro.Cli.Tests.Contexts;

public sealed class ApiKeyStoreTests : IDisposable
{
    private readonly TestHome _home = new();

    private ApiKeyStore Store => new(new ContextStore(_home.ContextsFile), name => _home.Variables.GetValueOrDefault(name));

    [Fact]
    public void The_given_key_comes_before_all_others()
    {
        _home.Variables[ApiKeyStore.Variable] = "from-variable";
        Store.Save(new("kept", GatewayKeySource.Given));
        Assert.Equal(new GatewayKey("given", GatewayKeySource.Given), Store.Choose("given"));
    }

    [Fact]
    public void The_variable_comes_before_the_stored_key_and_is_not_stored()
    {
        _home.Variables[ApiKeyStore.Variable] = " from-variable ";
        Assert.Equal(new GatewayKey("from-variable", GatewayKeySource.Environment), Store.Choose(given: null));
        Assert.False(File.Exists(_home.ContextsFile));
    }

    [Fact]
    public void A_variable_is_enough_where_the_file_is_broken()
    {
        _home.Variables[ApiKeyStore.Variable] = "from-variable";
        TestHome.Write(_home.ContextsFile, "{");
        Assert.Equal(GatewayKeySource.Environment, Store.Choose(given: null).Source);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void A_blank_variable_counts_as_absent(string? value)
    {
        _home.Variables[ApiKeyStore.Variable] = value;
        Store.Save(new("kept", GatewayKeySource.Given));
        Assert.Equal(new GatewayKey("kept", GatewayKeySource.Stored), Store.Choose(given: null));
    }

    [Fact]
    public void A_new_key_is_32_random_bytes_behind_its_prefix()
    {
        var (one, other) = (Store.Choose(given: null), Store.Choose(given: null));
        Assert.Equal(GatewayKeySource.Generated, one.Source);
        Assert.NotEqual(one, other);
        Assert.StartsWith("sk-rm-", one.Value);
        Assert.Equal(32, Base64Url.DecodeFromChars(one.Value.AsSpan("sk-rm-".Length)).Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("schlüssel")]
    [InlineData("line\nbreak")]
    public void A_key_that_no_header_can_carry_is_refused_without_being_shown(string key)
    {
        var message = Assert.Throws<GatewaySetupException>(() => Store.Choose(key)).Message;
        Assert.True(key.Length == 0 || !message.Contains(key, StringComparison.Ordinal));
    }

    [Fact]
    public void A_key_that_cannot_be_used_is_named_by_its_source()
    {
        Assert.Equal("GatewayOptions.ApiKey must not be empty.", Assert.Throws<GatewaySetupException>(() => Store.Choose("")).Message);
        Assert.StartsWith("GatewayOptions.AdminKey must be plain ASCII", Assert.Throws<GatewaySetupException>(() => Store.ChooseAdmin("a b")).Message);

        _home.Variables[ApiKeyStore.AdminVariable] = "a b";
        Assert.StartsWith("ROUTER_MAESTRO_ADMIN_KEY must be plain ASCII", Assert.Throws<GatewaySetupException>(() => Store.ChooseAdmin(given: null)).Message);
    }

    [Fact]
    public void No_text_of_a_key_shows_it() =>
        Assert.DoesNotContain("secret", new GatewayKey("secret", GatewayKeySource.Given).ToString());

    public void Dispose() => _home.Dispose();
}
