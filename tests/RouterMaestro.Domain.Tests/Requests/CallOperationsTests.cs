using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Requests;

namespace RouterMaestro.Domain.Tests.Requests;

public sealed class CallOperationsTests
{
    [Theory]
    [InlineData("chat,messages", "", "messages", "messages")]
    [InlineData("chat,messages", "", "responses", "chat")]
    [InlineData("chat,messages", "responses", "messages", "responses")]
    [InlineData("chat", "messages,responses", "responses", "responses")]
    [InlineData("chat", "messages,responses", "chat", "messages")]
    [InlineData("chat", "messages,responses", null, "messages")]
    public void Protocols_of_a_model_take_the_place_of_its_providers(string provider, string model, string? caller, string expected) =>
        Assert.Equal(expected, Provider(provider).ProtocolFor(Model(model), caller is null ? null : WireProtocol.Find(caller)).Name);

    [Fact]
    public void A_model_that_no_list_has_is_called_in_the_protocols_of_its_provider() =>
        Assert.Equal(WireProtocol.AnthropicMessages, Provider("messages").ProtocolFor(model: null, WireProtocol.OpenAIChat));

    [Fact]
    public void Embeddings_do_not_depend_on_the_protocols_of_a_model() =>
        Assert.Equal(WireProtocol.OpenAIChat, Provider("chat").ProtocolFor(Model("messages"), WireProtocol.OpenAIChat, CallOperation.Embeddings));

    [Fact]
    public void A_provider_stores_responses_if_one_of_its_models_is_called_in_such_a_protocol()
    {
        var provider = Provider("chat") with { Models = [Model("responses"), Model("")] };

        Assert.True(provider.Accepts(CallOperation.StoredResponse));
        Assert.Equal(WireProtocol.OpenAIResponses, provider.ProtocolFor(model: null, WireProtocol.OpenAIResponses, CallOperation.StoredResponse));
        Assert.False(Provider("chat").Accepts(CallOperation.StoredResponse));
    }

    private static ProviderCard Provider(string protocols) => new("p", ProviderStatus.Ready, Protocols(protocols));

    private static ModelCard Model(string protocols) => new(new ModelRef("p", "m"), "m") { Protocols = Protocols(protocols) };

    private static EquatableArray<WireProtocol> Protocols(string names) =>
        names.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(name => WireProtocol.Find(name)!).ToEquatableArray();
}
