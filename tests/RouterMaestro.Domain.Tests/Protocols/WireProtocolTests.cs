using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Domain.Tests.Protocols;

public sealed class WireProtocolTests
{
    [Theory]
    [InlineData("")]
    [InlineData("Toy")]
    [InlineData("toy talk")]
    [InlineData("toy:1")]
    [InlineData("toy@box")]
    public void A_name_that_marks_and_files_cannot_hold_is_refused(string name) =>
        Assert.ThrowsAny<ArgumentException>(() => new WireProtocol(name, "Toy Talk", "Toys"));

    [Fact]
    public void A_protocol_of_a_host_is_none_of_the_product()
    {
        var toy = new WireProtocol("toy-2", "Toy Talk", "Toys");

        Assert.Equal(toy, new WireProtocol("toy-2", "Toy Talk", "Toys"));
        Assert.DoesNotContain(toy, WireProtocol.All);
        Assert.Null(WireProtocol.Find("toy-2"));
    }
}
