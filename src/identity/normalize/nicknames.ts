/**
 * Given names and what people make of them; modest, for English and its neighbors. A nickname may stand for several
 * names.
 */
const table = `
abigail abby abbie gail|abraham abe bram|adam addy|agnes nessie aggie|albert al bert bertie|alexander alex al sandy xander lex sasha|alexandra alex sandra sandy lexi sasha
alfred al fred alf freddie|alice ali allie|alison ali allie|allan al|alan al|amanda mandy|amelia amy millie mia|andrea andi andie|andrew andy drew|angela angie|ann annie nan nancy
anne annie nan|anna annie|annabelle anna belle bella|anthony tony ant|antonio tony|archibald archie|arthur art artie|augustus gus august|barbara barb barbie babs|bartholomew bart
beatrice bea trixie|benedict ben|benjamin ben benny benji|bernard bernie|bertha bertie|beverly bev|bradford brad|bradley brad|brandon bran|bridget biddy bridie|calvin cal|cameron cam
carolina carol carrie lina|caroline carol carrie lina|carolyn carol carrie lyn|casandra cass cassie|cassandra cass cassie sandra|catherine cathy cate kate katie kitty cat|cecilia cissy celia
charles charlie chuck chas carl|charlotte lottie charlie char|chester chet|christina chris tina chrissy christie|christine chris tina chrissy christie|christopher chris kit topher
clarence clare|clifford cliff|clinton clint|constance connie|cornelius neil connie|curtis curt|cynthia cindy|daniel dan danny|danielle dani|david dave davey davy|deborah deb debbie debby
debra deb debbie|delores dee lola|dennis denny|diana di|diane di|dominic dom nick|donald don donnie donny|dorothy dot dottie dolly|douglas doug|edgar ed eddie|edith edie|edmund ed eddie ned
edward ed eddie eddy ted teddy ned|edwin ed eddie|eleanor ellie nell nellie nora ella|elijah eli|elizabeth liz lizzie beth betty betsy eliza lisa libby bess elsie ellie|ellen nell ellie
emily em emmy millie|emerson em|emma em|ernest ernie|esther essie|eugene gene|eugenia gene|evelyn eve evie|ezekiel zeke|felicity flick|fernando nando|florence flo florrie|frances fran fanny francie
francesca fran frankie|francis frank fran frankie|francisco paco frank pancho|franklin frank|frederick fred freddie freddy fritz|gabriel gabe|gabrielle gabby|geoffrey geoff jeff|george georgie
gerald gerry jerry|gerard gerry jerry|gertrude gertie trudy|gilbert gil bert|giuseppe beppe joe|gordon gord|grace gracie|gregory greg gregg|guillermo memo bill|gwendolyn gwen|hannah hanna
harold hal harry|harriet hattie|harrison harry|helen nell nellie|henrietta etta hettie|henry hank harry hal|herbert herb bert|horace harry|howard howie|hubert bert|ignacio nacho|irene rene
isaac ike|isabella bella izzy isabel|isabelle bella izzy|isabel izzy bella|jackson jack|jacob jake jay|jacqueline jackie jacqui|james jim jimmy jamie jem|jane janie jenny|janet jan
jeanette jean|jeffrey jeff|jennifer jen jenn jenny|jeremiah jerry|jeremy jerry jem|jerome jerry|jessica jess jessie|jesus chuy|joan joanie|joanna jo|joanne jo|john jack johnny jon jock
jonathan jon jonny nathan|jose pepe joe|joseph joe joey|josephine jo josie|joshua josh|juan johnny|judith judy judi|julia julie|katharine kathy kate katie kit|katherine kathy kate katie kit kay
kathleen kathy kate katie|kathryn kathy kate katie|kenneth ken kenny|kimberly kim|kristina kris tina|kristen kris|laura laurie|lauren laurie|laurence larry laurie|lawrence larry laurie
leonard len lenny leo|leonardo leo|leroy roy|leslie les|lewis lew lou|lillian lil lily lillie|louis lou louie|louisa lou|louise lou|lucille lucy|lucinda lucy cindy|luis lou|madeleine maddie
madeline maddie|magdalena lena maggie|malcolm mal|manuel manny|marcus mark marc|margaret maggie meg peggy marge margie greta daisy rita madge|maria mary mia|marilyn mary|marjorie marge margie
martha marty mattie|martin marty|mary molly polly mamie may|matilda tilly mattie|matthew matt matty|matthea mattie|maureen mo|maurice maury mo|maximilian max|maxwell max|maxine max|megan meg
melanie mel|melissa mel missy lissa|melvin mel|michael mike mick mickey micky|michelle shelly|miguel mike|mildred millie|miranda mandy|mitchell mitch|mohammed mo|muhammad mo|myron ron
nancy nan|natalie nat|natasha tasha|nathan nate nat|nathaniel nate nat nathan|nicholas nick nicky|nicolas nick|nicole nicky nikki|norman norm|octavia tavi|oliver ollie|olivia liv livvy
oscar ozzie|pamela pam|patricia pat patty patti trish tricia|patrick pat paddy|paul paulie|pauline polly|penelope penny|peter pete|philip phil pip|phillip phil|phyllis phyl|priscilla cilla
rachel rach|ralph ralphie|randall randy|randolph randy|raphael rafe|rafael rafa|raymond ray|rebecca becky becca|reginald reg reggie|richard rick rich dick ricky richie|robert bob rob bobby robbie bert
roberta bobbie|roberto rob bob|roderick rod|rodney rod|roger rog|roland rollie|ronald ron ronnie|rosemary rose rosie|rosalind roz|roxanne roxy|rudolph rudy|russell russ|ruth ruthie|samantha sam
samuel sam sammy|sandra sandy|sarah sally sadie|sara sally|sebastian seb bastian|shannon shan|sheldon shelly|sidney sid|solomon sol|sophia sophie|sophie soph|stanley stan|stephanie steph steffi
stephen steve stevie|steven steve stevie|stewart stew stu|stuart stu|susan sue susie suzy|susanna sue susie|suzanne sue suzy|sylvester sly|sylvia syl|tabitha tabby|tamara tammy|theodora thea dora
theodore ted teddy theo|teresa terry tess tessa|theresa terry tess tessa|thomas tom tommy|timothy tim timmy|tobias toby|tyler ty|valerie val|vanessa nessa|vernon vern|veronica ronnie vera
victor vic|victoria vicky tori vickie|vincent vince vin vinny|viola vi|virginia ginny ginger|vivian viv|vladimir vlad|wallace wally|walter walt wally|warren ren|wendell dell|wesley wes
wilfred will fred|wilhelmina mina billie|willard will|william bill will billy willy liam|winifred winnie|winston win|woodrow woody|yvonne vonnie|zachary zach zack zac
`;

const canonical = new Map<string, readonly string[]>();
const variants = new Map<string, readonly string[]>();
for (const row of table.trim().split(/[|\n]/)) {
  const [name, ...short] = row.split(' ') as [string, ...string[]];
  variants.set(name, [...(variants.get(name) ?? []), ...short]);
  for (const nickname of short) canonical.set(nickname, [...(canonical.get(nickname) ?? []), name]);
}

const none: readonly string[] = [];

/** The full names a given name may stand for, itself first; folded. */
export function fullNames(given: string): readonly string[] {
  return [given, ...(canonical.get(given) ?? none)];
}

/**
 * Whether one given name is a usual form of the other, or both are of a third; a name is no nickname of itself.
 *
 * @example
 * areNicknames('bill', 'william') // true
 */
export function areNicknames(a: string, b: string): boolean {
  if (a === b) return false;
  const left = canonical.get(a) ?? none;
  const right = canonical.get(b) ?? none;
  return left.includes(b) || right.includes(a) || left.some((name) => right.includes(name));
}

/** Other forms under which somebody of this given name goes, without itself. */
export function nicknamesOf(given: string): readonly string[] {
  const names = canonical.get(given) ?? none;
  const short = variants.get(given) ?? none;
  return names.length === 0 ? short : [...new Set([...short, ...names])];
}
